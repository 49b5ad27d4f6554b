import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { waitFor } from '@intake/testing/wait-for'
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

test('secrets are encrypted with the key of the service, anew with another one, and in plain without any', async () => {
  const [older, newer] = ['an older key of some length and no less', 'a newer key of some length and no less']
  const stored = async () =>
    (
      await database.pool.query('select signing_secrets from webhook_endpoints where deleted_at is null')
    ).rows.flatMap((row) => row.signing_secrets as string[])
  const plain = await json('webhook', 'create', 'acme', 'https://example.com')
  expect(await stored()).toEqual([plain.secret])
  const refused = await admin('secrets', 'reseal')
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('ENCRYPTION_KEYS is not set') })

  const directory = await mkdtemp(join(tmpdir(), 'intake-admin-'))
  const local = (keys: string[], ...args: string[]) => {
    const content = { databaseUrl: database.url, encryptionKeys: keys }
    writeFileSync(join(directory, 'local.json'), JSON.stringify(content))
    return runAdmin({ DATA_DIR: directory }, ...args, '--json')
  }
  await local([older], 'webhook', 'rotate', 'acme', plain.id)
  expect((await stored()).map((one) => one.startsWith('sealed1:'))).toEqual([true, false])
  const reseal = async (keys: string[]) => JSON.parse((await local(keys, 'secrets', 'reseal')).stdout).secrets
  expect(await reseal([newer])).toEqual({ looked: 2, resealed: 1, unopened: 1 })
  expect(await reseal([newer, older])).toEqual({ looked: 2, resealed: 1, unopened: 0 })
  const ofEnvironment = await runAdmin({ DATA_DIR: directory, ENCRYPTION_KEYS: newer }, 'secrets', 'reseal')
  expect(ofEnvironment.stdout).toContain('2 secrets looked at, 0 encrypted anew.')
  await rm(directory, { recursive: true })
})

test('a test event is sent, and what the endpoint answered is told', async () => {
  const { id } = await json('webhook', 'create', 'acme', 'https://example.com')
  const answer = (status: string, response: number | null, error: string | null) =>
    waitFor('the delivery', async () => {
      const { rowCount } = await database.pool.query(
        `update webhook_deliveries set status = $2, response_status = $3, error = $4, attempts = 1, next_attempt_at = null
        where endpoint_id = $1 and status = 'PENDING' and event = 'webhook.test'`,
        [id, status, response, error],
      )
      return rowCount === 1
    })
  const taken = admin('webhook', 'test', 'acme', id)
  await answer('DELIVERED', 204, null)
  expect(await taken).toEqual({ code: 0, stdout: 'Taken, with HTTP 204.\n', stderr: '' })
  const refused = admin('webhook', 'test', 'acme', id)
  await answer('FAILED', 500, 'HTTP 500')
  expect(await refused).toMatchObject({ code: 1, stderr: 'error: The endpoint took nothing: HTTP 500.\n' })
  const unsent = await admin('webhook', 'test', 'acme', id, '--wait-for', '0s')
  expect(unsent).toMatchObject({ code: 1, stderr: expect.stringContaining('Is one running?') })
  const { stdout } = await admin('audit', 'list', 'acme', '--action', 'webhook_endpoint.tested')
  expect(stdout.match(/webhook_endpoint\.tested/g)).toHaveLength(3)
})

test.each([
  ['create', 'acme', 'nonsense'],
  ['create', 'acme', 'https://example.com', '--events', 'x'],
  ['rotate', 'acme', 'no-uuid'],
])('webhook %s %s %s is refused', async (...args) => {
  const { code, stderr } = await admin('webhook', ...args)
  expect({ code, stderr }).toEqual({
    code: args.includes('nonsense') ? 1 : 2,
    stderr: expect.stringMatching(/^error: /),
  })
})
