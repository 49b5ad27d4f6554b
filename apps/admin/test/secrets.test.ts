import { randomUUID } from 'node:crypto'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { createSealer } from '@intake/leads/sealing/sealer'
import { createSource } from '@intake/leads/sources/create-source'
import { findSourceRow, openSource } from '@intake/leads/sources/open-source'
import { bodyContext } from '@intake/leads/sources/stored-submission'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from './run-admin.ts'

const [older, newer] = ['an older key of some length and no less', 'a newer key of some length and no less']
let database: TestDatabase
let workspaceId: string
beforeAll(async () => {
  database = await createTestDatabase()
  await runAdmin({ DATABASE_URL: database.url }, 'workspace', 'create', 'acme', '--name', 'Acme')
  workspaceId = (await findWorkspace(database, 'acme')).id
})
afterAll(() => database.close())

const reseal = async (keys: string[]) => {
  const environment = { DATABASE_URL: database.url, ENCRYPTION_KEYS: keys.join() }
  const { code, stdout } = await runAdmin(environment, 'secrets', 'reseal', '--json')
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

test('secrets of sources and bodies of submissions are encrypted anew, batch by batch', async () => {
  const context = (sealer = createSealer([])) => ({ db: database.db, sealer, workspaceId })
  const { source } = await createSource(context(), {
    kind: 'google-ads',
    name: 'Ads',
    mapping: undefined,
    secrets: { googleKey: 'the key of the ads' },
  })
  const bodies = Array.from({ length: 250 }, (_, n) => Buffer.from(`body ${n}`))
  const old = createSealer([older])
  await database.db
    .insertInto('submissions')
    .values(
      bodies.map((body, n) => ({
        workspace_id: workspaceId,
        id: randomUUID(),
        source_id: source.id,
        received_at: new Date(),
        status: 'ACCEPTED' as const,
        body: n % 2 === 0 ? body : old.sealBytes(body, bodyContext(workspaceId)),
      })),
    )
    .execute()

  expect(await reseal([newer])).toEqual({
    secrets: { looked: 1, resealed: 1, unopened: 0 },
    submissions: { looked: 250, resealed: 125, unopened: 125 },
  })
  expect(await reseal([newer, older])).toMatchObject({
    secrets: { looked: 1, resealed: 0 },
    submissions: { looked: 250, resealed: 125, unopened: 0 },
  })
  expect(await reseal([newer])).toMatchObject({ submissions: { looked: 250, resealed: 0, unopened: 0 } })

  const now = createSealer([newer])
  const row = await findSourceRow(database.db, workspaceId, source.id)
  expect(row?.secrets).toMatch(/^sealed1:/)
  expect(row && openSource(row, now).secrets).toEqual({ googleKey: 'the key of the ads' })
  const stored = await database.db
    .selectFrom('submissions')
    .select('body')
    .where('workspace_id', '=', workspaceId)
    .execute()
  const opened = stored.map(({ body }) => String(body && now.openBytes(body, bodyContext(workspaceId))))
  expect(new Set(opened)).toEqual(new Set(bodies.map(String)))
})
