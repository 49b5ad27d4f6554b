import { readFile } from 'node:fs/promises'
import { ImportAnswer, ImportResult } from '@intake/contracts/imports'
import { type BreakableStack, startBreakableStack } from '@intake/testing/start-breakable-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'

const rows = 4000
let stack: BreakableStack
beforeAll(async () => {
  stack = await startBreakableStack({
    gateways: 2,
    workers: 0,
    env: { IMPORT_LEASE: '2s', IMPORT_POLL: '200ms' },
  })
}, 120_000)
afterAll(() => stack.close(), 60_000)

const headers = () => ({ 'x-api-key': stack.workspace.key })
const anyUrl = () => stack.gateways.find(({ running }) => running)?.url

async function send(content: string): Promise<string> {
  const response = await fetch(`${anyUrl()}/api/v1/imports?filename=many.csv`, {
    method: 'POST',
    headers: { ...headers(), 'content-type': 'text/csv' },
    body: content,
  })
  const answer = await response.json()
  expect(response.status, JSON.stringify(answer)).toBe(200)
  return ImportAnswer.loose().parse(answer).import.id
}

async function read(id: string) {
  const response = await fetch(`${anyUrl()}/api/v1/imports/${id}`, { headers: headers() })
  return ImportAnswer.parse(await response.json()).import
}

/** A CSV whose rows name their import and their place. */
function csvOf(name: string): string {
  const lines = Array.from(
    { length: rows },
    (_, index) => `${name},${name}-${index + 1},${name}${index + 1}@example.com`,
  )
  return `firstName,externalLeadId,email\n${lines.join('\n')}\n`
}

/** Every row became one lead, and the results name it. */
async function expectWhole(id: string, name: string): Promise<void> {
  expect(await read(id)).toMatchObject({
    rows: { read: rows, created: rows, merged: 0, refused: 0, warned: 0 },
  })
  const leads = await stack.database.db
    .selectFrom('leads')
    .select(['id', 'external_lead_id'])
    .where('workspace_id', '=', stack.workspace.id)
    .where('first_name', '=', name)
    .execute()
  const idOf = new Map(leads.map((lead) => [lead.external_lead_id, lead.id]))
  expect({ leads: leads.length, different: idOf.size }).toEqual({ leads: rows, different: rows })
  const response = await fetch(`${anyUrl()}/api/v1/imports/${id}/results`, { headers: headers() })
  const results = (await response.text()).trimEnd().split('\n')
  expect(results).toHaveLength(rows)
  for (const [index, line] of results.entries())
    expect(ImportResult.parse(JSON.parse(line))).toEqual({
      row: index + 1,
      outcome: 'created',
      line: index + 2,
      warnings: [],
      leadId: idOf.get(`${name}-${index + 1}`),
    })
  const keys = await stack.database.db.selectFrom('idempotency_keys').select('key').execute()
  expect(keys).toEqual([])
}

/** The gateway that reads it, by its log. */
async function readerOf(id: string) {
  for (const slot of stack.gateways) {
    const log = (await slot.running?.log()) ?? ''
    const last = log
      .split('\n')
      .findLast((line) => line.includes(id) && /(reads|leaves) an import/.test(line))
    if (last?.includes('reads an import')) return slot
  }
  return undefined
}

test('a gateway killed amid an import: the other goes on with it, no row twice and none missing', async () => {
  const id = await send(csvOf('Killed'))
  await waitFor('the first rows', async () => (await read(id)).rows.read > 0)
  const reader = await waitFor('its reader', () => readerOf(id))
  await reader.end('SIGKILL')
  const before = await read(id)
  expect(before.status).toBe('RUNNING')
  expect(before.rows.read).toBeLessThan(rows)
  await waitFor('the import to end', async () => (await read(id)).status === 'COMPLETED', 60_000)
  await expectWhole(id, 'Killed')
  await reader.start()
}, 120_000)

test('a gateway that is frozen amid an import and wakes up after another took it over writes no row twice', async () => {
  const id = await send(csvOf('Frozen'))
  await waitFor('the first rows', async () => (await read(id)).rows.read > 0)
  const reader = await waitFor('its reader', () => readerOf(id))
  const { running } = reader
  process.kill(running?.pid ?? 0, 'SIGSTOP')
  reader.running = null
  await waitFor('the import to end', async () => (await read(id)).status === 'COMPLETED', 60_000)
  process.kill(running?.pid ?? 0, 'SIGCONT')
  reader.running = running
  await waitFor('it to let go', async () => /"status":"lost"/.test((await running?.log()) ?? ''))
  await expectWhole(id, 'Frozen')
}, 120_000)

test('a gateway that is told to leave hands its import back at once', async () => {
  const id = await send(csvOf('Left'))
  await waitFor('the first rows', async () => (await read(id)).rows.read > 0)
  const reader = await waitFor('its reader', () => readerOf(id))
  expect(await reader.end('SIGTERM')).toBe(0)
  await waitFor('the import to end', async () => (await read(id)).status === 'COMPLETED', 60_000)
  await expectWhole(id, 'Left')
  await reader.start()
}, 120_000)

test('a file of any size takes no more memory than a small one', async () => {
  const { running } = await waitFor('a gateway', () => stack.gateways.find((slot) => slot.running))
  const before = await peakOf(running?.pid ?? 0)
  const megabytes = 250
  // Nothing in it ends a row for two megabytes, and one quote is never closed.
  const line = Buffer.from(`"${'x'.repeat(2_000_000)}\n`)
  const content = (function* () {
    yield Buffer.from('firstName\n')
    for (let sent = 0; sent < megabytes * 1_000_000; sent += line.length) yield line
  })()
  const response = await fetch(
    `${stack.gateways.find((slot) => slot.running === running)?.url}/api/v1/imports`,
    {
      method: 'POST',
      headers: { ...headers(), 'content-type': 'text/csv' },
      body: ReadableStream.from(content),
      duplex: 'half',
    } as RequestInit,
  )
  const { id } = ImportAnswer.loose().parse(await response.json()).import
  const done = await waitFor(
    'the import to end',
    async () => {
      const imported = await read(id)
      return imported.completedAt !== null && imported
    },
    60_000,
  )
  expect(done).toMatchObject({ status: 'COMPLETED', rows: { read: megabytes / 2, refused: megabytes / 2 } })
  for (const slot of stack.gateways) expect(await peakOf(slot.running?.pid ?? 0)).toBeLessThan(before + 200)
}, 120_000)

/** The most memory that a process has had, MB. */
async function peakOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024
}

test('Postgres killed amid an import: it waits, and goes on', async () => {
  const id = await send(csvOf('Waited'))
  await waitFor('the first rows', async () => (await read(id)).rows.read > 0)
  await stack.postgres.kill()
  await stack.postgres.start()
  const isDone = async () => (await read(id).catch(() => null))?.status === 'COMPLETED'
  await waitFor('the import to end', isDone, 60_000)
  await expectWhole(id, 'Waited')
}, 120_000)
