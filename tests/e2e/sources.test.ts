import { randomUUID } from 'node:crypto'
import { googleAds } from '@intake/testing/providers/google-ads'
import { newLeadId } from '@intake/testing/providers/provider'
import { type BreakableStack, startBreakableStack } from '@intake/testing/start-breakable-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'

let stack: BreakableStack
let path: string
beforeAll(async () => {
  stack = await startBreakableStack({ gateways: 2, workers: 0 })
  const response = await fetch(`${stack.gateways[0]?.url}/api/v1/sources`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': stack.workspace.key },
    body: JSON.stringify({ kind: 'google-ads', name: 'Spring', secrets: googleAds.secrets }),
  })
  const { source } = (await response.json()) as { source: { path: string } }
  path = source.path
  // The other gateway hears of it within a second.
  await waitFor('every gateway to know the source', async () => {
    const statuses = await Promise.all(
      stack.gateways.map(async ({ url }) => (await fetch(url + path, { method: 'POST', body: '{}' })).status),
    )
    return statuses.every((status) => status === 401)
  })
}, 120_000)
afterAll(() => stack.close(), 60_000)

const leadOf = () => googleAds.bodyOf({ id: newLeadId(), email: `${randomUUID()}@example.com` })
/** Status of what a gateway answered; null without an answer. */
const send = async (body: Buffer, gateway = 0): Promise<number | null> => {
  const { method, headers } = googleAds.send(body)
  const response = await fetch(stack.gateways[gateway]?.url + path, {
    method,
    headers,
    body: new Uint8Array(body),
    signal: AbortSignal.timeout(20_000),
  }).catch(() => null)
  await response?.arrayBuffer().catch(() => undefined)
  return response?.status ?? null
}
const stored = async (bodies: readonly Buffer[]) => {
  const ids = bodies.map((body) => (JSON.parse(body.toString()) as { lead_id: string }).lead_id)
  const leads = await stack.database.db
    .selectFrom('leads')
    .select('external_lead_id')
    .where('external_lead_id', 'in', ids)
    .execute()
  return { sent: ids.sort(), leads: leads.map(({ external_lead_id }) => external_lead_id).sort() }
}

test('a gateway is killed amid submissions, and all are sent again: each lead is there once', async () => {
  const bodies = Array.from({ length: 300 }, leadOf)
  const answers: (number | null)[] = []
  const sending = bodies.map((body) => send(body).then((status) => answers.push(status)))
  await waitFor('some answers', () => answers.length >= 50)
  await stack.gateways[0]?.end('SIGKILL')
  await Promise.all(sending)
  expect(answers).toContain(200)
  expect(answers).toContain(null)
  // What was answered is there, whatever became of the process.
  const before = await stored(bodies)
  expect(before.leads.length).toBeGreaterThanOrEqual(answers.filter((status) => status === 200).length)

  await stack.gateways[0]?.start()
  const again = await Promise.all(bodies.map((body, index) => send(body, index % 2)))
  expect(new Set(again)).toEqual(new Set([200]))
  const { sent, leads } = await stored(bodies)
  expect(leads).toEqual(sent)
}, 120_000)

test('Redis away: leads are taken in as before', async () => {
  await stack.redis.kill()
  const bodies = Array.from({ length: 20 }, leadOf)
  expect(await Promise.all(bodies.map((body) => send(body)))).toEqual(bodies.map(() => 200))
  const { sent, leads } = await stored(bodies)
  expect(leads).toEqual(sent)
  await stack.redis.start()
}, 60_000)

test('Postgres away: 503, and what is sent again is there once', async () => {
  await stack.postgres.kill()
  const bodies = Array.from({ length: 20 }, leadOf)
  expect(await Promise.all(bodies.map((body) => send(body)))).toEqual(bodies.map(() => 503))
  await stack.postgres.start()
  await waitFor('gateways to be ready again', async () => {
    const ready = await Promise.all(stack.gateways.map(({ url }) => fetch(`${url}/readyz`)))
    return ready.every(({ status }) => status === 200)
  })
  for (let times = 0; times < 2; times++)
    expect(await Promise.all(bodies.map((body, index) => send(body, index % 2)))).toEqual(
      bodies.map(() => 200),
    )
  const { sent, leads } = await stored(bodies)
  expect(leads).toEqual(sent)
}, 120_000)
