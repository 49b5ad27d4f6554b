import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeLead } from './make-lead.ts'
import { runAdmin } from './run-admin.ts'

let database: TestDatabase
let directory: string
const of = ['--workspace', 'acme']
const admin = (...args: string[]) => runAdmin({ DATABASE_URL: database.url, ADMIN_USER: 'grace' }, ...args)
const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await admin('suppression', ...args, ...of, '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}
const file = async (name: string, content: string) => {
  const path = join(directory, name)
  await writeFile(path, content)
  return path
}
beforeAll(async () => {
  database = await createTestDatabase()
  directory = await mkdtemp(join(tmpdir(), 'intake-admin-suppressions-'))
  for (const slug of ['acme', 'other']) await admin('workspace', 'create', slug)
})
beforeEach(() => database.pool.query('delete from suppressions'))
afterAll(async () => {
  await database.close()
  await rm(directory, { recursive: true })
})

test('numbers, addresses and domains are suppressed, listed, and lifted with a reason', async () => {
  const id = await makeLead(database, 'acme', { phoneNumber: '2122310147' })
  const contacts = ['212-231-0147', 'rosa@example.com', '@shop.example']
  const { suppressions } = await json('add', ...contacts, '--channels', 'sms,call', '--reason', 'register')
  expect(suppressions).toMatchObject([
    { kind: 'phone', contact: '+12122310147', channels: ['call', 'sms'], reason: 'register' },
    { kind: 'email', contact: 'rosa@example.com' },
    { kind: 'domain', contact: 'shop.example' },
  ])
  const found = await runAdmin({ DATABASE_URL: database.url }, 'lead', 'find', id, ...of, '--json')
  expect(JSON.parse(found.stdout)).toMatchObject([{ didOptOut: true }])

  expect(await json('list')).toHaveLength(3)
  expect(await json('list', '--phone', '(212) 231-0147')).toMatchObject([{ id: suppressions[0].id }])
  expect(await json('list', '--domain', '@Shop.Example')).toMatchObject([{ id: suppressions[2].id }])
  expect(await json('list', '--domain', 'no domain')).toEqual([])
  const listed = await admin('suppression', 'list', '--workspace', 'other')
  expect(listed.stdout).toBe('The workspace other has none.\n')

  const unexplained = await admin('suppression', 'lift', suppressions[0].id, ...of)
  expect(unexplained.stderr).toContain('--reason')
  const elsewhere = ['lift', suppressions[0].id, '--reason', 'mistake', '--workspace', 'other']
  expect((await admin('suppression', ...elsewhere)).stderr).toContain('There is no such suppression.')
  const lifted = await json('lift', suppressions[0].id, '--reason', 'came back')
  expect(lifted.suppression).toMatchObject({ liftReason: 'came back', liftedAt: expect.any(String) })
  expect(await json('list')).toHaveLength(2)
  expect(await json('list', '--lifted')).toMatchObject([{ id: suppressions[0].id }])

  const { stdout } = await admin('audit', 'list', 'acme', '--actor', 'grace', '--json')
  const actions = new Set(JSON.parse(stdout).map(({ action }: { action: string }) => action))
  for (const action of ['suppression.created', 'suppression.lifted', 'suppressions.listed'])
    expect(actions).toContain(action)
})

test('one that ends by itself says when', async () => {
  const { suppressions } = await json('add', 'rosa@example.com', '--expires', '2099-01-31')
  expect(suppressions).toMatchObject([{ expiresAt: expect.stringMatching(/^2099-0/), channels: ['any'] }])
})

test('a list with a header is suppressed, each row by its own channels or those that are given', async () => {
  const path = await file(
    'register.csv',
    'Phone Number;Email;Channel;Reason;Expires;Note\n(212) 231-0147;;sms call;;2099-01-31;x\n;Ada@Example.com;;asked for;;\n',
  )
  const sum = await json('import', path, '--channels', 'email', '--reason', 'register')
  expect(sum).toEqual({ workspace: 'acme', rows: 2, suppressed: 2 })
  expect(await json('list')).toMatchObject([
    { contact: 'ada@example.com', channels: ['email'], reason: 'asked for', expiresAt: null },
    {
      contact: '+12122310147',
      channels: ['call', 'sms'],
      reason: 'register',
      expiresAt: '2099-01-31T00:00:00.000Z',
    },
  ])
  // Once more changes nothing.
  await json('import', path, '--channels', 'email', '--reason', 'register')
  expect(await json('list')).toHaveLength(2)
})

test('a bare list of contacts needs no header', async () => {
  const path = await file(
    'bare.csv',
    '\u{feff}+1 212 231 0147\nada@example.com\n@shop.example\nmail.example\n',
  )
  expect((await admin('suppression', 'import', path, ...of)).stdout).toBe(
    '4 rows: 4 suppressed in acme, 0 refused.\n',
  )
  const kinds = (await json('list')).map(({ kind }: { kind: string }) => kind)
  expect(kinds.sort()).toEqual(['domain', 'domain', 'email', 'phone'])
})

test('JSON lines are suppressed; rows that can’t be are named with their lines, and stop no other', async () => {
  const rows = [
    { phone: '2122310147', channel: 'sms' },
    { email: 'someone@gmail.com' },
    { domain: 'gmail.com' },
    { phoneNumber: '000-000-0000' },
    { email: 'ada@example.com', channels: ['smoke'] },
    { reason: 'of nobody' },
    [],
  ]
  const path = await file('list.ndjson', `${rows.map((row) => JSON.stringify(row)).join('\n')}\nnonsense\n`)
  const { code, stderr } = await admin('suppression', 'import', path, ...of, '--json')
  expect(code).toBe(1)
  const { error } = JSON.parse(stderr)
  expect(error).toMatchObject({
    code: 'rows_refused',
    message: '8 rows: 2 suppressed in acme, 6 refused.',
  })
  const lines = error.errors.map(({ line }: { line: number }) => line)
  expect(lines.sort()).toEqual([3, 4, 5, 6, 7, 8])
  expect(error.errors.find(({ line }: { line: number }) => line === 3)).toMatchObject({
    place: `${path}:3`,
    message: expect.stringContaining('anybody may have an address'),
  })
  expect(await json('list')).toMatchObject([{ contact: 'someone@gmail.com' }, { channels: ['sms'] }])
})

test('a list that is longer than one transaction is taken whole', async () => {
  const contacts = Array.from({ length: 2345 }, (_, number) => `person${number}@example.com`)
  const path = await file('long.csv', `email\n${contacts.join('\n')}\n`)
  expect(await json('import', path)).toMatchObject({ rows: 2345, suppressed: 2345 })
  const { rows } = await database.pool.query('select count(*)::int as count from suppressions')
  expect(rows).toEqual([{ count: 2345 }])
})

test.each([
  [
    'a channel that is none',
    ['add', 'a@b.example', '--channels', 'smoke'],
    'Choose from any, call, sms, email',
  ],
  ['a contact that stands for nobody', ['add', '000-000-0000'], 'stands for nobody'],
  ['a domain of free mail', ['add', '@gmail.com'], 'anybody may have an address at it'],
  ['no contact', ['add'], 'missing required argument'],
  ['a file that isn’t there', ['import', '/nowhere.csv'], '/nowhere.csv can’t be read.'],
])('%s is told', async (_, args, message) => {
  const { code, stderr } = await admin('suppression', ...args, ...of)
  expect(stderr).toContain(message)
  expect(code).toBeGreaterThan(0)
})
