import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from './run-admin.ts'

let database: TestDatabase
const admin = (...args: string[]) => runAdmin({ DATABASE_URL: database.url }, ...args)
const json = async (...args: string[]) => JSON.parse((await admin(...args, '--json')).stdout)
beforeAll(async () => {
  database = await createTestDatabase()
  await admin('workspace', 'create', 'acme', '--name', 'Acme')
})
afterAll(() => database.close())

test('an endpoint is made, listed without its secret, rotated, disabled, enabled and deleted', async () => {
  const made = await json('webhook', 'create', 'acme', 'https://example.com', '--events', 'lead.created')
  expect(made).toMatchObject({ status: 'ENABLED', events: ['lead.created'] })
  const rotated = await admin('webhook', 'rotate', 'acme', made.id)
  expect(rotated.stdout).toMatch(/^whsec_\S+\n$/)
  expect(await json('webhook', 'disable', 'acme', made.id)).toMatchObject({ status: 'DISABLED' })
  const listed = await admin('webhook', 'list', 'acme')
  expect(listed.stdout).toMatch(/DISABLED +lead\.created +0 +disabled by hand/)
  expect(listed.stdout).not.toContain('whsec_')
  expect(await json('webhook', 'enable', 'acme', made.id)).toMatchObject({ status: 'ENABLED' })

  await database.pool.query(
    `insert into webhook_deliveries (workspace_id, id, endpoint_id, event, payload, status, attempts)
    select workspace_id, id, id, 'lead.created', '{}', 'FAILED', 4 from webhook_endpoints`,
  )
  const failed = await json('webhook', 'deliveries', 'acme', made.id, '--status', 'FAILED')
  expect(failed).toMatchObject([{ id: made.id, attempts: 4 }])
  expect(await json('webhook', 'replay', 'acme', made.id)).toEqual({ replayed: 1 })
  expect((await admin('webhook', 'deliveries', 'acme', made.id)).stdout).toContain('PENDING')

  expect(await json('webhook', 'delete', 'acme', made.id)).toMatchObject({ deleted: true })
  expect((await admin('webhook', 'list', 'acme')).stdout).toContain('no webhook endpoints')
  expect((await admin('webhook', 'enable', 'acme', made.id)).stderr).toContain(
    'There is no such webhook endpoint.',
  )
})

test.each([
  ['create', 'acme', 'nonsense'],
  ['create', 'acme', 'https://example.com', '--events', 'x'],
  ['rotate', 'acme', 'no-uuid'],
])('webhook %s %s %s is refused', async (...args) => {
  const { code, stderr } = await admin('webhook', ...args)
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^error: /) })
})
