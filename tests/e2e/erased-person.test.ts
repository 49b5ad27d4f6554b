import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Receiver, startReceiver } from '@intake/testing/start-receiver'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scrape } from './scrape.ts'

// Every piece of the person below holds one of these, and nothing else does: long enough to be in no secret by chance.
const marks = /zqxjkv|678.{0,2}555.?0147/i
const person = {
  firstName: 'Zqxjkvfirst',
  lastName: 'Zqxjkvlast',
  businessName: 'Zqxjkv & Daughters',
  email: 'zqxjkv.person@example.com',
  phoneNumber: '(678) 555-0147',
  externalLeadId: 'Zqxjkv-external',
  customFields: { hobby: 'zqxjkvchess' },
  attribution: { utm: { source: 'zqxjkvads' } },
  consent: { channel: 'sms', text: 'I, Zqxjkvfirst, agree' },
}

let stack: Stack
let receiver: Receiver
beforeAll(async () => {
  stack = await startStack({
    env: {
      LOG_LEVEL: 'trace',
      ENCRYPTION_KEYS: 'an-encryption-key-of-the-tests-of-32-characters',
      WEBHOOK_ALLOW_HTTP: 'true',
      WEBHOOK_ALLOW_PRIVATE: 'true',
      WEBHOOK_RETRY_AFTER: '1h',
      RECONCILE_EVERY: '300ms',
      RECONCILE_AFTER: '2s',
    },
  })
  // It refuses all, so that what it is to be told waits.
  receiver = await startReceiver((_, response) => void response.writeHead(500).end('no'))
}, 120_000)
afterAll(async () => {
  await receiver?.close()
  await stack?.close()
}, 60_000)

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const isRaw = typeof body === 'string' || body instanceof FormData
  const response = await fetch(`${stack.apps.gateway[0]?.url}/api/v1${path}`, {
    method,
    headers: {
      'x-api-key': stack.workspace.key,
      ...(body === undefined || isRaw ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  expect([path, response.status < 500], text).toEqual([path, true])
  return { status: response.status, text, json: () => JSON.parse(text) }
}

/** Puts the person wherever the service keeps something. Answers the ids of the leads that are about it. */
async function plant(): Promise<string[]> {
  await call('POST', '/webhook-endpoints', { url: receiver.url })
  const { lead } = (await call('POST', '/leads', person, { 'idempotency-key': 'planted' })).json()
  await call('POST', '/leads', { firstName: 'Grace', email: person.email }, { 'idempotency-key': 'other' })
  await call('PUT', `/leads/${lead.id}`, { middleName: 'Zqxjkvmiddle', tags: ['vip'] })
  const message = { channel: 'email', direction: 'OUTBOUND', subject: 'Zqxjkv', body: 'Dear Zqxjkvfirst' }
  await call('POST', `/leads/${lead.id}/action-logs`, {
    ...{ type: 'MESSAGE', status: 'COMPLETED', summary: 'To zqxjkvfirst', messages: [message] },
  })
  const form = new FormData()
  form.append('leadId', lead.id)
  form.append('files', new Blob(['zqxjkv in a file'], { type: 'text/plain' }), 'zqxjkvfile.txt')
  expect((await call('POST', '/documents', form)).status).toBe(200)
  // Refused: it is kept as a submission.
  expect((await call('POST', '/leads', { ...person, email: 'zqxjkv@@bad' })).status).toBe(400)
  const file = `firstName,email\nZqxjkvfirst,${person.email}\n,${person.email}\n`
  const { import: taken } = (
    await call('POST', '/imports?filename=list.csv', file, { 'content-type': 'text/csv' })
  ).json()
  await waitFor('the import to end', async () =>
    (await call('GET', `/imports/${taken.id}`)).text.includes('"COMPLETED"'),
  )
  const { leads } = (await call('GET', `/leads?email=${encodeURIComponent(person.email)}`)).json()
  return (leads as { id: string }[]).map(({ id }) => id)
}

/** Everything that Postgres keeps, a line a row: what a backup made now would hold. Bytes are read as text, too. */
async function database(): Promise<string[]> {
  const { rows: tables } = await stack.database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const lines: string[] = []
  for (const { name } of tables) {
    const { rows } = await stack.database.pool.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from ${name} t`,
    )
    for (const { row } of rows) {
      const text = JSON.stringify(row).replace(/\\\\x([0-9a-f]+)/g, (_, hex: string) =>
        Buffer.from(hex, 'hex').toString('latin1'),
      )
      lines.push(`${name}: ${text}`)
    }
  }
  return lines
}

async function files(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => [])
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name)
        return `${path}: ${await readFile(path, 'latin1')}`
      }),
  )
}

const marked = (lines: readonly string[]) =>
  lines.filter((line) => marks.test(line)).map((line) => line.slice(0, 300))

test('a person who is erased is found nowhere afterwards, though the worker was killed amid it', async () => {
  const ids = await plant()
  expect(ids.length).toBeGreaterThanOrEqual(3)
  await waitFor('all to be enriched', async () => {
    const { rows } = await stack.database.pool.query('select from owed_enrichments')
    return rows.length === 0
  })
  // What is looked through below does show the person now.
  expect(new Set(marked(await database()).map((line) => line.split(':')[0])).size).toBeGreaterThan(5)
  expect(marked(await files(stack.filesDirectory))).not.toEqual([])

  const [worker] = stack.apps.worker
  for (const id of ids)
    expect((await call('POST', `/leads/${id}/erase`, { suppress: true })).status).toBe(200)
  await worker?.stop('SIGKILL')
  await stack.add('worker')
  await waitFor(
    'every erasure to end, and its files to be gone',
    async () => {
      // A file that is doomed is removed by a gateway, again and again until it is gone.
      const { rows } = await stack.database.pool.query(
        `select from erasures where done_at is null union all select from pending_files where doomed_at is not null`,
      )
      return rows.length === 0
    },
    60_000,
  )

  const apps = [...stack.apps.gateway, ...stack.apps.worker.slice(1)]
  const metrics = (await Promise.all(apps.map(scrape))).map(({ text }) => text)
  const logs = await Promise.all([...stack.apps.gateway, ...stack.apps.worker].map((app) => app.log()))
  const found = {
    database: marked(await database()),
    files: marked(await files(stack.filesDirectory)),
    redis: marked((await files(stack.redisLog)).flatMap((text) => text.split('\n'))),
    logs: marked(logs.flatMap((text) => text.split('\n'))),
    metrics: marked(metrics.flatMap((text) => text.split('\n'))),
  }
  expect(found).toEqual({ database: [], files: [], redis: [], logs: [], metrics: [] })

  for (const id of ids) expect((await call('GET', `/leads/${id}`)).text).not.toMatch(marks)
  const again = await call('POST', '/leads', person, { 'idempotency-key': 'planted' })
  expect(again.text).not.toMatch(marks)
  // Nobody with the number or the address is contacted any more.
  const anew = (await call('POST', '/leads', { firstName: 'New', email: person.email })).json()
  expect(anew.suppressed?.channels).toEqual(['any'])
}, 180_000)
