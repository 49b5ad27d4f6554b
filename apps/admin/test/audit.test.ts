import type { AuditEvent } from '@intake/contracts/audit-events'
import { passwordMatches } from '@intake/runtime/password-hash'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from './run-admin.ts'

let database: TestDatabase
const admin = (...args: string[]) => runAdmin({ DATABASE_URL: database.url, ADMIN_USER: 'grace' }, ...args)

beforeAll(async () => {
  database = await createTestDatabase()
  await admin('workspace', 'create', 'acme')
  await admin('workspace', 'create', 'other')
})
afterAll(() => database.close())

async function listed(...args: string[]): Promise<AuditEvent[]> {
  const { stdout, stderr } = await admin('audit', 'list', 'acme', '--json', ...args)
  expect(stderr).toBe('')
  return JSON.parse(stdout)
}

const json = async (...args: string[]) => JSON.parse((await admin(...args, '--json')).stdout)

test('what the command does is on record with the name of its user', async () => {
  const { id } = await json('key', 'create', 'acme', '--name', 'website', '--scopes', 'leads:submit')
  const { id: newId } = await json('key', 'rotate', 'acme', id)
  await json('key', 'revoke', 'acme', newId)
  const keys = (await listed()).filter(({ subject }) => subject.type === 'key')
  expect(keys.map(({ action, subject }) => [action, subject.id])).toEqual([
    ['key.revoked', newId],
    ['key.rotated', id],
    ['key.created', newId],
    ['key.created', id],
  ])
  expect(keys[1]?.details).toMatchObject({ newKeyId: newId })
  expect(keys[3]?.details).toMatchObject({ scopes: ['leads:submit'], isTest: false })
  for (const { actor } of keys) expect(actor).toEqual({ kind: 'cli', id: 'grace', name: null })
})

test('policies of a workspace are on record with what they were set to, contacts by their number alone', async () => {
  const placeholders = ['--placeholders', '678 231 0000', 'desk@acme.com']
  await json('workspace', 'set', 'acme', '--duplicate-policy', 'merge', '--calling-from', '08:30')
  await json(
    'workspace',
    'set',
    'acme',
    '--unknown-fields',
    'reject',
    '--searchable-fields',
    'budget',
    ...placeholders,
  )
  await json('workspace', 'set', 'acme', '--unique-external-ids', 'on')
  const changes = await listed('--action', 'workspace.changed')
  expect(changes.map(({ details }) => details).reverse()).toEqual([
    { duplicatePolicy: 'merge' },
    { callingFrom: '08:30', callingTo: '21:00' },
    { placeholders: 2 },
    { unknownFields: 'reject' },
    { searchableFields: ['budget'] },
    { uniqueExternalIds: true },
  ])
  expect(JSON.stringify(changes)).not.toMatch(/desk@|678/)
})

test('sources and webhook endpoints are on record with their host and names of secrets', async () => {
  const { source } = await json('source', 'create', 'google-ads', '--workspace', 'acme')
  await json('source', 'set', source.id, '--workspace', 'acme', '--secret', 'googleKey=not-to-be-told')
  const endpoint = await json(
    'webhook',
    'create',
    'acme',
    'https://hooks.example.com/in?token=not-to-be-told',
  )
  await json('webhook', 'disable', 'acme', endpoint.id)
  const found = [...(await listed('--subject', source.id)), ...(await listed('--subject', endpoint.id))]
  expect(found.map(({ action }) => action)).toEqual([
    'source.secrets_changed',
    'source.created',
    'webhook_endpoint.changed',
    'webhook_endpoint.created',
  ])
  expect(JSON.stringify(found)).not.toContain('not-to-be-told')
})

test('a person is shown a table, of one workspace and some time', async () => {
  const { stdout } = await admin('audit', 'list', 'acme', '--actor', 'grace', '--since', '2026-01-01')
  expect(stdout).toMatch(/^AT {2,}WHO {2,}ACTION {2,}WHAT/)
  expect(stdout).toMatch(/cli grace +workspace\.created +workspace /)
  expect((await admin('audit', 'list', 'acme', '--until', '2026-01-01')).stdout).toBe('There are none.\n')
  expect((await admin('audit', 'list', 'other', '--action', 'key.created')).stdout).toBe('There are none.\n')
  expect(await admin('audit', 'list', 'acme', '--since', 'yesterday')).toMatchObject({ code: 2 })
})

test('a user of the console is made without a database, and the password is told once', async () => {
  const made = await runAdmin({}, 'console-user', 'grace', '--role', 'operator')
  const [, , hash = ''] = made.stdout.trim().split(':')
  expect(made.stdout).toMatch(/^grace:operator:\S+\n$/)
  const [, password = ''] = /only now: (\S+)/.exec(made.stderr) ?? []
  expect(await passwordMatches(password, hash)).toBe(true)
  expect(await runAdmin({}, 'console-user', 'grace', '--role', 'root')).toMatchObject({ code: 2 })
  expect(await runAdmin({}, 'console-user', 'gra:ce', '--role', 'admin')).toMatchObject({ code: 2 })
})
