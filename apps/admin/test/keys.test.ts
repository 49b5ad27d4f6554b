import { hash } from 'node:crypto'
import { createApiKey } from '@intake/leads/admin/create-api-key'
import { findApiKey } from '@intake/leads/admin/find-api-key'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { hasChecksum } from '@intake/leads/workspace/api-key'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from './run-admin.ts'

let database: TestDatabase
const admin = (...args: string[]) => runAdmin({ DATABASE_URL: database.url }, ...args)

beforeAll(async () => {
  database = await createTestDatabase()
  await admin('workspace', 'create', 'acme')
  await admin('workspace', 'create', 'other')
})
afterAll(() => database.close())

test('a new key stands alone on stdout and opens its workspace', async () => {
  const made = await admin('key', 'create', 'acme', '--name', 'website')
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^intake_live_\S+\n$/) })
  expect(made.stderr).toContain('only now')
  const found = await findApiKey(database, made.stdout.trim())
  expect(found).toMatchObject({ isTest: false })
})

test('a key takes kind, scopes and expiry, and its secret is never listed', async () => {
  const args = ['--name', 'import', '--test', '--scopes', 'leads:write', '--expires', '30d', '--json']
  const made = JSON.parse((await admin('key', 'create', 'acme', ...args)).stdout)
  expect(made).toMatchObject({ workspace: 'acme', name: 'import', isTest: true, scopes: ['leads:write'] })
  expect(Date.parse(made.expiresAt) - Date.now()).toBeGreaterThan(29.9 * 86_400_000)
  const listed = await admin('key', 'list', 'acme', '--json')
  const keys: unknown[] = JSON.parse(listed.stdout)
  expect(keys).toContainEqual(
    expect.objectContaining({ id: made.id, name: 'import', state: 'active', scopes: ['leads:write'] }),
  )
  expect(listed.stdout).not.toContain(made.key.slice(-43))
  const shown = await admin('key', 'list', 'acme')
  expect(shown.stdout).toMatch(/^PREFIX {2,}NAME {2,}KIND/)
  expect(shown.stdout).toMatch(/import +test +active +leads:write/)
})

test.each(['prefix', 'id'] as const)('a key is revoked by %s, and only in its own workspace', async (by) => {
  const { id: workspaceId } = await findWorkspace(database, 'acme')
  const { id, key } = await createApiKey(database, { workspaceId, name: by })
  const handle = by === 'id' ? id : (key.split('_')[2] ?? '')
  expect(await admin('key', 'revoke', 'other', handle)).toMatchObject({ code: 1, stdout: '' })
  expect(await findApiKey(database, key)).not.toBeNull()
  expect(await admin('key', 'revoke', 'acme', handle)).toMatchObject({ code: 0, stderr: '' })
  expect(await findApiKey(database, key)).toBeNull()
})

test('what is no key is not revoked', async () => {
  const { code, stderr } = await admin('key', 'revoke', 'acme', '--', '-'.repeat(36))
  expect({ code, stderr }).toEqual({ code: 1, stderr: 'error: There is no such key in this workspace.\n' })
})

test('a key without scopes reads and writes leads, and that is said', async () => {
  const made = await admin('key', 'create', 'acme', '--name', 'plain')
  expect(made.stderr).toContain('leads:read and leads:write')
  const listed = await admin('key', 'list', 'acme')
  expect(listed.stdout).toMatch(/plain +live +active +leads:read,leads:write /)
})

test('a key has a checksum, and one that is older than that opens its workspace too', async () => {
  const { id: workspaceId } = await findWorkspace(database, 'acme')
  const { id, key } = await createApiKey(database, { workspaceId, name: 'checked' })
  expect(hasChecksum(key)).toBe(true)
  const wrong = `${key.slice(0, 40)}${key[40] === 'A' ? 'B' : 'A'}${key.slice(41)}`
  expect(hasChecksum(wrong)).toBe(false)
  expect(await findApiKey(database, wrong)).toBeNull()
  const secret = 'b'.repeat(43)
  const old = [...key.split('_').slice(0, 3), secret].join('_')
  await database.aside
    .updateTable('api_keys')
    .set({ secret_sha256: hash('sha256', secret, 'buffer') })
    .where('id', '=', id)
    .execute()
  expect(hasChecksum(old)).toBe(false)
  expect(await findApiKey(database, old)).toMatchObject({ id })
})

test('a rotated key may do the same, and the old one ends after the overlap', async () => {
  const args = [
    '--name',
    'rotated',
    '--test',
    '--scopes',
    'leads:write',
    '--rate',
    '7',
    '--burst',
    '9',
    '--addresses',
    '10.0.0.0/8',
    '--json',
  ]
  const old = JSON.parse((await admin('key', 'create', 'acme', ...args)).stdout)
  const prefix = old.key.split('_')[2]
  const rotated = await admin('key', 'rotate', 'acme', prefix, '--overlap', '7d', '--json')
  const made = JSON.parse(rotated.stdout)
  expect(made).toMatchObject({ workspace: 'acme', expiresAt: null })
  expect(Date.parse(made.oldKeyExpiresAt) - Date.now()).toBeGreaterThan(6.9 * 86_400_000)
  for (const { key, id } of [old, made])
    expect(await findApiKey(database, key)).toMatchObject({ id, isTest: true })
  const keys: { id: string }[] = JSON.parse((await admin('key', 'list', 'acme', '--json')).stdout)
  const same = {
    name: 'rotated',
    isTest: true,
    scopes: ['leads:write'],
    rateLimit: 7,
    rateBurst: 9,
    allowedAddresses: ['10.0.0.0/8'],
  }
  expect(keys.find(({ id }) => id === made.id)).toMatchObject({ ...same, expiresAt: null })
  expect(keys.find(({ id }) => id === old.id)).toMatchObject({ ...same, expiresAt: made.oldKeyExpiresAt })
})

test('a key that ends anyway ends no later, and the new one lives as long; one that has ended is not rotated', async () => {
  const old = JSON.parse(
    (await admin('key', 'create', 'acme', '--name', 'brief', '--expires', '2d', '--json')).stdout,
  )
  const made = JSON.parse((await admin('key', 'rotate', 'acme', old.id, '--overlap', '30d', '--json')).stdout)
  expect(made.oldKeyExpiresAt).toBe(old.expiresAt)
  expect(Math.round((Date.parse(made.expiresAt) - Date.now()) / 86_400_000)).toBe(2)
  await admin('key', 'revoke', 'acme', old.id)
  expect((await admin('key', 'rotate', 'acme', old.id)).stderr).toContain('has ended')
  expect(await admin('key', 'rotate', 'other', made.id)).toMatchObject({ code: 1, stdout: '' })
})

test('an address that is none makes no key', async () => {
  const made = await admin('key', 'create', 'acme', '--name', 'x', '--addresses', '10.0.0.0/8,here')
  expect(made).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('203.0.113.0/24') })
})

test('a key that is asked for wrongly is not made', async () => {
  const refused = await Promise.all(
    [['--name', ' '], [], ['--name', 'x', '--scopes', 'leads:read,leads:everything']].map((args) =>
      admin('key', 'create', 'other', ...args, '--json'),
    ),
  )
  for (const { code, stdout, stderr } of refused) {
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'usage' } })
  }
  expect((await admin('key', 'list', 'other', '--json')).stdout).toBe('[]\n')
})
