import { createDatabase, type Database } from '@intake/database/create-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countStored } from '../count-stored.ts'
import { create } from '../create.ts'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
let outside: Database
beforeAll(() => {
  outside = createDatabase({ url: used.gateway.databaseUrl, maxConnections: 1, applicationName: 'outside' })
})
afterAll(() => outside.close())

/** Cuts every connection of the app and waits until their backends are gone; answers how many there were. */
async function cutConnections(): Promise<number> {
  const { rows } = await sql<{ cut: boolean }>`
    select pg_terminate_backend(pid, 5000) as cut from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`.execute(
    outside.db,
  )
  return rows.length
}

/** Waits until the pool has noticed which of its idle connections were cut: it learns of it a moment after the fact. */
async function noticed(): Promise<void> {
  await waitFor('the pool to be rid of broken connections', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => used.gateway.get(used.workspace.key, probeId)),
    )
    return answers.every(({ status }) => status === 404)
  })
}
const probeId = '00000000-0000-7000-8000-000000000000'

interface Sent {
  status: number
  id: string | null
  response: Response
}

async function send(key: string, index: number, headers: Record<string, string>): Promise<Sent> {
  const body = { firstName: `Ada ${index}`, email: `${index % 10}@example.com`, tags: [`tag ${index % 20}`] }
  const response = await used.gateway.post(key, body, headers)
  const { lead } = (await response.clone().json()) as { lead?: { id: string } }
  return { status: response.status, id: lead?.id ?? null, response }
}

/** Keeps 16 requests under way until connections have been cut `times` times, between requests and amid them. */
async function loadWithCuts(
  key: string,
  times: number,
  headersOf: (index: number) => Record<string, string>,
) {
  const sent: Sent[] = []
  let [next, cuts, cutting] = [0, 0, true]
  const client = async () => {
    while (cutting) sent.push(await send(key, next, headersOf(next++)))
  }
  const cutter = async () => {
    try {
      while (cuts < times) {
        const goal = sent.length + 40
        await waitFor('more requests', () => sent.length >= goal)
        if ((await cutConnections()) > 0) cuts++
      }
    } finally {
      // Clients that went on after a failure would keep the process from ever ending.
      cutting = false
    }
  }
  await Promise.all([cutter(), ...Array.from({ length: 16 }, client)])
  await noticed()
  return sent
}

test.each<[string, (index: number) => Record<string, string>]>([
  ['without keys', () => ({})],
  ['with an Idempotency-Key each', (index) => ({ 'idempotency-key': `load ${index}` })],
])('connections cut amid a load %s: 200 or 503, and each 200 is stored', async (_name, headersOf) => {
  const { gateway } = used
  const workspace = await makeWorkspace(outside.db)
  const sent = await loadWithCuts(workspace.key, 10, headersOf)
  const refused = sent.filter(({ status }) => status !== 200)
  for (const { response } of refused) {
    expect(response.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
    expect(await expectProblem(response, 503, 'unavailable')).toMatchObject({ retryable: true })
  }
  expect(refused.length).toBeGreaterThan(0)
  const accepted = sent.flatMap(({ id }) => id ?? [])
  const rows = await outside.db
    .selectFrom('leads')
    .select('id')
    .where('workspace_id', '=', workspace.id)
    .execute()
  const stored = new Set(rows.map(({ id }) => id))
  expect(accepted.filter((id) => !stored.has(id))).toEqual([])
  expect(new Set(accepted).size).toBe(accepted.length)
  const counts = await countStored(outside.db, workspace.id)
  expect(counts).toMatchObject({
    action_logs: counts.leads,
    owed_enrichments: counts.leads,
    lead_tags: counts.leads,
  })
  await create(gateway, workspace.key)
})

test('a retry with the same key after a lost connection makes one lead', async () => {
  const workspace = await makeWorkspace(outside.db)
  const sent = await loadWithCuts(workspace.key, 5, (index) => ({ 'idempotency-key': `retry ${index}` }))
  const retried = await Promise.all(
    sent.map(async (_, index) => {
      const again = await send(workspace.key, index, { 'idempotency-key': `retry ${index}` })
      expect(again.status).toBe(200)
      return again.id
    }),
  )
  expect(new Set(retried).size).toBe(sent.length)
  const first = sent.flatMap(({ id }) => id ?? [])
  expect(first.filter((id) => !retried.includes(id))).toEqual([])
  expect((await countStored(outside.db, workspace.id)).leads).toBe(sent.length)
})

test('a read on a cut connection is refused as unavailable or answered, never a fault', async () => {
  const { lead } = await create(used.gateway, used.workspace.key)
  for (let round = 0; round < 10; round++) {
    const reads = Array.from({ length: 8 }, () => used.gateway.get(used.workspace.key, lead.id))
    await cutConnections()
    for (const response of await Promise.all(reads))
      if (response.status !== 200) await expectProblem(response, 503, 'unavailable')
  }
  await noticed()
  expect((await used.gateway.get(used.workspace.key, lead.id)).status).toBe(200)
})
