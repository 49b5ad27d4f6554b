import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLead } from './make-lead.ts'
import { runAdmin, runAsked } from './run-admin.ts'

let database: TestDatabase
let directory: string
const of = ['--workspace', 'acme']
const key = 'a key of some length and no less than that'
const environment = () => ({ DATABASE_URL: database.url, ADMIN_USER: 'grace', ENCRYPTION_KEYS: key })
const admin = (...args: string[]) => runAdmin(environment(), ...args)
const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await admin(...args, '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}
const lead = (request: Record<string, unknown>, slug = 'acme') => makeLead(database, slug, request)
/** Who did what to a lead, the newest first. */
const record = async (leadId: string) => {
  const events = await json('audit', 'list', 'acme', '--lead', leadId)
  return events.map(({ action, actor }: { action: string; actor: { id: string } }) => [action, actor.id])
}

beforeAll(async () => {
  database = await createTestDatabase()
  directory = await mkdtemp(join(tmpdir(), 'intake-admin-leads-'))
  for (const slug of ['acme', 'other']) await admin('workspace', 'create', slug)
})
afterAll(async () => {
  await database.close()
  await rm(directory, { recursive: true })
})

test('a lead is found by whatever is known of it, in its workspace alone', async () => {
  const id = await lead({
    ...{ firstName: 'Rosa', lastName: 'Luna', email: 'rosa@example.com' },
    ...{ phoneNumber: '(678) 231-9992', externalLeadId: 'crm-7' },
  })
  for (const text of [id, 'Rosa@example.com', '678 231 9992', 'crm-7', 'luna']) {
    const found = await json('lead', 'find', text, ...of)
    expect(found.map((one: { id: string }) => one.id)).toEqual([id])
    expect(await json('lead', 'find', text, '--workspace', 'other')).toEqual([])
  }
  const { stdout } = await admin('lead', 'find', 'crm-7', ...of)
  expect(stdout).toMatch(/^ID +CREATED +NAME +PHONE +EMAIL +SOURCE +STATE\n/)
  expect(stdout).toContain('Rosa Luna  +16782319992  rosa@example.com  api')
  const events = await json('audit', 'list', 'acme', '--action', 'leads.listed')
  expect(events[0]).toMatchObject({ actor: { kind: 'cli', id: 'grace' }, details: { newest: id } })
})

test('a lead is merged into another one and comes back, on record with the user', async () => {
  const [from, into] = [await lead({ email: 'a@example.com' }), await lead({ phoneNumber: '2122310148' })]
  const merged = await admin('lead', 'merge', from, '--into', into, ...of)
  expect(merged).toMatchObject({
    code: 0,
    stdout: `Lead ${from} of acme is part of ${into} now.\n`,
  })
  expect(await json('lead', 'find', into, ...of)).toMatchObject([{ email: 'a@example.com' }])
  expect((await admin('lead', 'find', from, ...of)).stdout).toContain(`part of ${into}`)
  expect(await json('lead', 'unmerge', from, ...of)).toEqual({ leadId: from, workspace: 'acme' })
  expect(await json('lead', 'find', from, ...of)).toMatchObject([{ deletedAt: null }])
  expect(await record(from)).toEqual([
    ['lead.changed', 'grace'],
    ['lead.changed', 'grace'],
  ])
  const strange = await admin('lead', 'merge', from, '--into', into, '--workspace', 'other')
  expect(strange).toMatchObject({ code: 1, stderr: 'error: There is no such lead.\n' })
})

test('all leads of a workspace are found by the words of their names, once that is switched on', async () => {
  await admin('workspace', 'create', 'named')
  const of = ['--workspace', 'named']
  const request = {
    firstName: 'Zoë',
    lastName: 'O’Brien',
    email: 'zoe.ob@example.com',
    phoneNumber: '6782319444',
  }
  const id = await lead(request, 'named')
  const words = ['zoe obr', 'obrien', 'zoe.ob@ex', '9444']
  for (const text of words.slice(2)) {
    const { stderr, stdout } = await admin('lead', 'find', text, ...of)
    expect([stdout, stderr], text).toEqual([
      'The workspace named has none.\n',
      expect.stringContaining('--name-search on'),
    ])
  }
  const { stdout } = await admin('workspace', 'set', 'named', '--name-search', 'on', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ nameSearch: true })
  for (const text of words) expect(await json('lead', 'find', text, ...of), text).toMatchObject([{ id }])
  expect((await admin('lead', 'find', 'nobody', ...of)).stderr).toBe('')
  await admin('workspace', 'set', 'named', '--name-search', 'off')
  expect((await admin('lead', 'find', 'zoe obr', ...of)).stdout).toBe('The workspace named has none.\n')
})

test('a deleted lead is found by its address where that is asked for, and restored', async () => {
  const id = await lead({ email: 'gone@example.com' })
  await database.pool.query('update leads set deleted_at = now() where id = $1', [id])
  expect(await json('lead', 'find', 'gone@example.com', ...of)).toEqual([])
  expect(await json('lead', 'find', 'gone@example.com', '--deleted', ...of)).toMatchObject([{ id }])
  expect((await admin('lead', 'restore', id, ...of)).stdout).toBe(`Lead ${id} of acme is there.\n`)
  expect(await json('lead', 'find', 'gone@example.com', ...of)).toMatchObject([{ id, deletedAt: null }])
  expect(await record(id)).toEqual([['lead.restored', 'grace']])
})

test('all that is kept of a person is written to the output, or to a file for its owner alone', async () => {
  const id = await lead({ email: 'all@example.com' })
  const { stdout } = await admin('lead', 'export', id, ...of)
  expect(JSON.parse(stdout)).toMatchObject({ lead: { id, email: 'all@example.com' }, actionLogs: [{}] })
  const file = join(directory, 'all.json')
  expect(await json('lead', 'export', id, '--file', file, ...of)).toMatchObject({ leadId: id, file })
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ lead: { id } })
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const again = await admin('lead', 'export', id, '--file', file, ...of)
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('it is there already') })
  expect((await admin('lead', 'export', randomUUID(), ...of)).stderr).toBe('error: There is no such lead.\n')
  expect((await record(id)).slice(0, 2)).toEqual([
    ['lead.exported', 'grace'],
    ['lead.exported', 'grace'],
  ])
})

test('what a lead agreed to is listed, and as JSON with its proof', async () => {
  const consent = { channel: 'sms', status: 'granted', text: 'Yes, text me.', seller: 'Acme' }
  const id = await lead({ phoneNumber: '2122310149', consent })
  expect((await admin('consent', 'list', id, ...of)).stdout).toMatch(/sms +granted +- +Acme/)
  const listed = await json('consent', 'list', id, ...of)
  expect(listed.consents).toMatchObject([{ ...consent, textSha256: expect.stringMatching(/^[0-9a-f]{64}$/) }])
  expect(await record(id)).toEqual([
    ['consents.read', 'grace'],
    ['consents.read', 'grace'],
  ])
})

test('a person is erased with all leads that have the address, once that is confirmed', async () => {
  const email = 'erase@example.com'
  const ids = [await lead({ email }), await lead({ email }), await lead({ email })].sort()
  await database.pool.query('update leads set deleted_at = now() where id = $1', [ids[0]])
  const other = await makeLead(database, 'other', { email })
  const erase = ['lead', 'erase', '--email', 'Erase@Example.com', ...of]
  const asked: string[] = []
  const answering = (answer: string) =>
    runAsked(
      environment(),
      async (question) => {
        asked.push(question)
        return answer
      },
      ...erase,
    )
  const erasures = async () => (await database.pool.query('select lead_id from erasures')).rows

  const unasked = await admin(...erase)
  expect(unasked).toMatchObject({ stdout: '', stderr: expect.stringContaining('Say --yes') })
  expect(await answering('no')).toEqual({ code: 1, stdout: '', stderr: 'error: Nothing was done.\n' })
  expect(asked[0]).toMatch(/^3 leads of acme will be erased for ever: /)
  for (const id of ids) expect(asked[0]).toContain(id)
  expect(await erasures()).toEqual([])

  const { code, stdout } = await answering('yes')
  expect(code).toBe(0)
  expect(stdout.match(/ of acme is deleted; a job erases it now\./g)).toHaveLength(3)
  expect((await erasures()).map(({ lead_id }) => lead_id).sort()).toEqual(ids)
  expect(await json('lead', 'find', other, '--workspace', 'other')).toMatchObject([{ deletedAt: null }])
  for (const id of ids) expect(await record(id)).toContainEqual(['lead.erased', 'grace'])

  await database.pool.query('update erasures set done_at = now()')
  const done = await json('lead', 'erase', '--id', String(ids[0]), '--yes', ...of)
  expect(done.erasures).toMatchObject([{ leadId: ids[0], doneAt: expect.any(String) }])
})

test('a reason and a wish to contact nobody any more are kept', async () => {
  const id = await lead({ phoneNumber: '2122310150' })
  const phone = ['--phone', '+1 212 231 0150', '--reason', 'asked for', '--suppress', '--yes']
  await json('lead', 'erase', ...phone, ...of)
  const { rows } = await database.pool.query('select reason, suppress from erasures where lead_id = $1', [id])
  expect(rows).toEqual([{ reason: 'asked for', suppress: true }])
})

test.each([
  ['nobody', [], 'Say who: --id, --email or --phone, one of them.'],
  ['two things at once', ['--email', 'a@b.example', '--phone', '1'], 'one of them'],
  ['an address that nobody has', ['--email', 'grace@acme-lending.com'], 'No lead of acme has this address.'],
  ['a number that stands for nobody', ['--phone', '000-000-0000'], 'stands for nobody'],
  ['a lead of another workspace', ['--id', randomUUID()], 'There is no such lead.'],
])('to erase %s is refused', async (_, args, message) => {
  const { stdout, stderr, code } = await admin('lead', 'erase', ...args, '--yes', ...of)
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: expect.stringContaining(message) })
  expect(code).toBeGreaterThan(0)
})

test('nobody is erased without an encryption key, and the cure is named', async () => {
  const id = await lead({})
  const bare = { DATABASE_URL: database.url }
  const { code, stderr } = await runAdmin(bare, 'lead', 'erase', '--id', id, '--yes', ...of)
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('ENCRYPTION_KEYS') })
})
