import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { createSealer } from '@intake/leads/sealing/sealer'
import { findSource } from '@intake/leads/sources/manage-sources'
import { receiveSubmissions } from '@intake/leads/sources/receive-submissions'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { workOnSubmissions } from '../src/with-sources.ts'
import { runAdmin } from './run-admin.ts'

let database: TestDatabase
let directory: string
const sealer = createSealer([])
const of = ['--workspace', 'acme']
const admin = (...args: string[]) =>
  runAdmin({ DATABASE_URL: database.url, PUBLIC_URL: 'https://leads.example.com/' }, ...args)
const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await admin(...args, ...of, '--json')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}
beforeAll(async () => {
  database = await createTestDatabase()
  directory = await mkdtemp(join(tmpdir(), 'intake-admin-'))
  await admin('workspace', 'create', 'acme', '--name', 'Acme')
})
afterAll(async () => {
  await database.close()
  await rm(directory, { recursive: true })
})

/** What a gateway does with a body that came to a source. */
async function post(sourceId: string, body: unknown) {
  const { id: workspaceId } = await findWorkspace(database, 'acme')
  const source = await findSource({ db: database.db, sealer, workspaceId }, sourceId)
  return workOnSubmissions(
    { ...database, sealer, actor: { kind: 'cli', id: 'tester' } },
    workspaceId,
    (ctx) =>
      receiveSubmissions(ctx, source, {
        method: 'POST',
        query: new URLSearchParams(),
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(body)),
        address: null,
        at: new Date(),
      }),
  )
}

function file(name: string, content: object): string {
  const path = join(directory, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}

test('a source is made with its whole address and its secret to paste; the first lead is waited for and told', async () => {
  const running = admin('source', 'create', 'google-ads', '--wait', '--wait-for', '1m', ...of)
  const made = await waitFor('the source', async () => {
    const [source] = await json('source', 'list')
    return source
  })
  const shown = await json('source', 'show', made.id)
  const key = shown.steps.find(({ text }: { text: string }) => text.includes('“Key”')).value
  await post(made.id, {
    lead_id: randomUUID(),
    google_key: key,
    is_test: true,
    user_column_data: [{ column_id: 'FULL_NAME', string_value: 'Test Lead' }],
  })
  const { code, stdout, stderr } = await running
  expect({ code, stderr }).toEqual({ code: 0, stderr: '\nWaiting for the first lead …\n' })
  expect(shown.address).toMatch(/^https:\/\/leads\.example\.com\/in\/\S+$/)
  for (const seen of [shown.address, key, '“Webhook URL”', 'TEST, lead ']) expect(stdout).toContain(seen)
  expect(key).toMatch(/^\S{32}$/)
})

test('--address says another base, and without any the path is told', async () => {
  const elsewhere = ['--address', 'https://in.example']
  const made = await json('source', 'create', 'json', 'Any', ...elsewhere)
  expect(made.address).toMatch(/^https:\/\/in\.example\/in\//)
  const bare = await runAdmin({ DATABASE_URL: database.url }, 'source', 'show', made.source.id, ...of)
  expect(bare.stdout).toMatch(/Address: \/in\/\S+\nIt begins with the address of your gateways/)
})

test('the running service is told of once, however long is waited, and says where senders reach it', async () => {
  const local = { databaseUrl: database.url, baseUrl: 'http://127.0.0.1:3000' }
  writeFileSync(join(directory, 'local.json'), JSON.stringify(local))
  const args = ['source', 'create', 'json', 'Local', '--wait', '--wait-for', '1s', ...of]
  const { stdout, stderr } = await runAdmin({ DATA_DIR: directory }, ...args)
  expect(stdout).toContain('Address: http://127.0.0.1:3000/in/')
  expect(stderr.match(/DATABASE_URL is not set/g)).toHaveLength(1)
})

test('origins, return addresses and settings of a form are kept', async () => {
  const { source } = await json(
    ...['source', 'create', 'form', 'Contact', '--origin', 'https://shop.example'],
    ...['--return-url', 'https://shop.example/thanks', '--setting', 'honeypot=website'],
    ...['--setting', 'leastFillSeconds=2'],
  )
  expect(source.settings).toEqual({
    allowedOrigins: ['https://shop.example'],
    returnUrls: ['https://shop.example/thanks'],
    honeypot: 'website',
    leastFillSeconds: 2,
  })
})

test('what can’t be read is listed, tried, mended by the mapping, replayed, and is a lead once', async () => {
  const { source } = await json('source', 'create', 'json', 'CRM')
  await post(source.id, { wer: 'Ada' })
  await post(source.id, { other: 'x' })
  const waiting = await json('submission', 'list', '--source', source.id, '--status', 'QUARANTINED')
  expect(waiting).toHaveLength(2)
  const [other, first] = waiting
  expect((await json('submission', 'show', first.id)).body).toBe('{"wer":"Ada"}')
  const body = file('body.json', { wer: 'Ada' })
  const mapping = '{"firstName":"wer"}'
  const tried = await json('source', 'test', source.id, body, '--mapping', mapping)
  expect(tried.entries).toMatchObject([{ status: 'ACCEPTED', lead: { firstName: 'Ada' } }])
  await json('source', 'set', source.id, '--mapping', mapping)
  expect(await json('source', 'replay', source.id)).toEqual({ accepted: 1, waiting: 1 })
  const mended = await json('submission', 'replay', other.id, '--body', file('mended.json', { wer: 'Bo' }))
  expect(mended).toMatchObject({ id: other.id, status: 'ACCEPTED' })
  const again = await admin('submission', 'replay', other.id, ...of)
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('is a lead already') })
  const { rows } = await database.pool.query(
    'select first_name from leads where id = any($1::uuid[]) order by first_name',
    [(await json('submission', 'list', '--source', source.id)).map((one: { leadId: string }) => one.leadId)],
  )
  expect(rows).toEqual([{ first_name: 'Ada' }, { first_name: 'Bo' }])
})

test('a quarantined submission that is dismissed waits for nobody, also when it is sent again; a replay takes it up', async () => {
  const { source } = await json('source', 'create', 'json', 'Dismissing', '--setting', 'externalIdPath=id')
  await post(source.id, { id: 'one', wer: 'Ada' })
  const list = () => json('submission', 'list', '--source', source.id)
  const [{ id }] = await list()
  const expected = { id, status: 'REFUSED', code: 'dismissed' }
  expect(await json('submission', 'dismiss', id)).toMatchObject(expected)
  expect(await json('submission', 'dismiss', id)).toMatchObject(expected)
  await post(source.id, { id: 'one', wer: 'Ada' })
  expect(await list()).toMatchObject([expected])
  expect(await json('source', 'replay', source.id)).toEqual({ accepted: 0, waiting: 0 })
  const { rows } = await database.pool.query(
    `select details from audit_events where action = 'submission.dismissed' and subject_id = $1`,
    [id],
  )
  expect(rows).toHaveLength(1)
  await json('source', 'set', source.id, '--mapping', '{"firstName":"wer"}')
  expect(await json('submission', 'replay', id)).toMatchObject({ status: 'ACCEPTED' })
  const again = await admin('submission', 'dismiss', id, ...of)
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('waits for nobody') })
})

test('a paused source keeps what comes until it goes on; a deleted one is gone', async () => {
  const { source } = await json('source', 'create', 'json', 'Pausing')
  await json('source', 'pause', source.id)
  expect((await admin('source', 'list', ...of)).stdout).toMatch(/Pausing .*paused since/)
  await post(source.id, { firstName: 'Ada' })
  expect(await json('submission', 'list', '--source', source.id)).toMatchObject([{ code: 'source_paused' }])
  await json('source', 'resume', source.id)
  expect(await json('source', 'replay', source.id)).toEqual({ accepted: 1, waiting: 0 })
  expect(await json('source', 'delete', source.id)).toMatchObject({ deleted: true })
  expect((await admin('source', 'show', source.id, ...of)).stderr).toContain('There is no such source.')
})

test.each([
  ['an unknown kind', ['create', 'myspace'], 'Allowed choices are google-ads'],
  ['an unknown secret', ['create', 'typeform', '--secret', 'x=y'], 'typeform has signingSecret', 1],
  ['a secret without a value', ['create', 'typeform', '--secret', 'x'], 'Give name=value'],
  ['an unknown setting', ['create', 'json', '--setting', 'x=y'], 'settings'],
  ['a mapping that is no JSON', ['create', 'json', '--mapping', '{x'], 'not JSON'],
  ['an address that is none', ['create', 'json', '--address', 'here'], 'https://leads.example.com'],
  ['waiting as JSON', ['create', 'json', '--wait', '--json'], '--wait is for people'],
  ['nothing that comes', ['create', 'json', '--wait', '--wait-for', '0s'], 'Nothing came within 0 s', 1],
])('%s is told', async (_, args, message, exit: number = 2) => {
  const { code, stderr } = await admin('source', ...args, ...of)
  expect({ code, stderr }).toEqual({ code: exit, stderr: expect.stringContaining(message) })
})
