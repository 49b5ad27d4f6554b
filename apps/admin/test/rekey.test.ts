import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from './run-admin.ts'

let database: TestDatabase
const admin = (...args: string[]) => runAdmin({ DATABASE_URL: database.url }, ...args)
const directory = mkdtempSync(join(tmpdir(), 'rekey-'))

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(async () => {
  rmSync(directory, { recursive: true })
  await database.close()
})

test('leads get new keys, and phones that would be read otherwise are counted and written to a file', async () => {
  const { id } = await makeWorkspace(database.db)
  const leadId = '019a0000-0000-7000-8000-000000000001'
  await database.aside
    .insertInto('leads')
    .values({
      workspace_id: id,
      id: leadId,
      first_name: 'Ada',
      phone_raw: '0412 345 678',
      phone_e164: '+10412345678',
      phone_key: '+10412345678',
      assignee_type: 'AI_AGENT',
      source: 'api',
      is_test: false,
      created_at: new Date(),
      updated_at: new Date(),
    })
    .execute()
  const file = join(directory, 'changed.csv')
  const { stdout } = await admin('rekey', '--changed', file, '--json')
  expect(JSON.parse(stdout)).toEqual({ looked: 1, rekeyed: 1, changed: { national_abroad: 1 } })
  expect(readFileSync(file, 'utf8')).toMatch(
    new RegExp(
      `^workspace,leadId,stored,readsAs,reason\\n[^,]+,${leadId},\\+10412345678,,national_abroad\\n$`,
    ),
  )
  const again = await admin('rekey')
  expect(again.stdout).toContain('1 leads looked at, 0 with new keys.')
  expect(again.stdout).toContain('national_abroad: 1')
  expect(again.stdout).not.toContain('+1041')
  expect((await admin('rekey', '--workspace', 'nobody')).code).toBe(1)
})

test('a workspace’s own placeholders are set, cleared, and refused where they are none', async () => {
  await admin('workspace', 'create', 'own')
  const set = (...entries: string[]) => admin('workspace', 'set', 'own', '--placeholders', ...entries)
  const stored = async () =>
    (
      await database.aside
        .selectFrom('workspaces')
        .select('placeholders')
        .where('slug', '=', 'own')
        .executeTakeFirstOrThrow()
    ).placeholders
  expect((await set('678 231 0000', '@kiosk.example')).stdout).toContain('placeholders: 2')
  expect(await stored()).toEqual(['678 231 0000', '@kiosk.example'])
  expect((await set('nobody')).stderr).toContain('"nobody"')
  await set('')
  expect(await stored()).toEqual([])
})
