import { randomUUID } from 'node:crypto'
import { resealSecrets } from '@intake/leads/admin/reseal-secrets'
import { createSealer } from '@intake/leads/sealing/sealer'
import { createEndpoint } from '@intake/leads/webhooks/create-endpoint'
import { deleteEndpoint } from '@intake/leads/webhooks/delete-endpoint'
import { listDeliveries } from '@intake/leads/webhooks/list-deliveries'
import { listEndpoints } from '@intake/leads/webhooks/list-endpoints'
import { pruneDeliveries } from '@intake/leads/webhooks/prune-deliveries'
import { recordEvents } from '@intake/leads/webhooks/record-events'
import { replayDelivery } from '@intake/leads/webhooks/replay-delivery'
import { rotateSecret } from '@intake/leads/webhooks/rotate-secret'
import { testEndpoint } from '@intake/leads/webhooks/test-endpoint'
import { updateEndpoint } from '@intake/leads/webhooks/update-endpoint'
import { wakeDueWebhooks } from '@intake/leads/webhooks/wake-due'
import { createLogger } from '@intake/runtime/logger'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { insertLead } from '@intake/testing/insert-lead'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { type Receiver, startReceiver } from '@intake/testing/start-receiver'
import { waitFor } from '@intake/testing/wait-for'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  createDispatcher,
  type Dispatcher,
  type DispatcherOptions,
} from '../src/webhooks/create-dispatcher.ts'

const open = { allowHttp: true, allowPrivate: true }
let database: TestDatabase
let receiver: Receiver
let workspaceId: string
let running: { stop(): Promise<void> }[] = []
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  receiver = await startReceiver()
  workspaceId = (await makeWorkspace(database.db)).id
  running = []
})
afterEach(async () => {
  for (const one of running) await one.stop()
  await receiver.close()
})
const key = 'a key of the tests, of 32 characters'
const sealer = createSealer([key])
const ctx = () => ({ db: database.db, workspaceId, sealer })

/** A worker's dispatcher, woken like the scheduler does it, but all the time. */
function run(options: Partial<DispatcherOptions['rules'] & DispatcherOptions> = {}): Dispatcher {
  const { retries = 3, retryAfter = 0.1, breakAfter = 1000, disableAfter = 1000, ...rest } = options
  const dispatcher = createDispatcher({
    db: database.db,
    sealer,
    logger: createLogger({ name: 'test', level: 'silent' }),
    rules: { retries, retryAfter, breakAfter, disableAfter },
    policy: open,
    timeoutMs: 2000,
    concurrency: 20,
    endpointConcurrency: 4,
    ...rest,
  })
  let stopped = false
  const turns = (async () => {
    while (!stopped) {
      await wakeDueWebhooks({ db: database.db }, async (jobs) => {
        for (const job of jobs)
          if (job.workspaceId === workspaceId) void dispatcher.deliver(job).catch(() => undefined)
      })
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  })()
  running.push({
    stop: async () => {
      stopped = true
      dispatcher.stop()
      await turns
    },
  })
  return dispatcher
}

const makeEndpoint = async (url = receiver.url) => {
  const events = ['lead.created' as const]
  const { webhookEndpoint, secret } = await createEndpoint(
    ctx(),
    { url, events, description: undefined },
    open,
  )
  return { id: webhookEndpoint.id, secret }
}
async function tell(leadId: string, endpointIds: string[], firstName = 'Ada') {
  const ids = { leadId, externalId: null, middleName: null, lastName: null, phoneNumber: null, email: null }
  const data = {
    ...ids,
    firstName,
    businessName: null,
    website: null,
    source: 'api',
    customFields: {},
    attribution: null,
  }
  const webhooks = endpointIds.map((endpointId) => ({ endpointId, events: ['lead.created'] }))
  const event = { lead: { id: leadId, is_test: false }, message: { event: 'lead.created' as const, data } }
  await recordEvents(database.db, { id: workspaceId, webhooks }, [event])
}
const deliveries = async (id: string) => (await listDeliveries(ctx(), id, {})).webhookDeliveries
const statuses = async (id: string) => (await deliveries(id)).map(({ status }) => status)
const endpoint = async (id: string) => (await listEndpoints(ctx())).find((one) => one.id === id)
const settled = (id: string, status: string) =>
  waitFor(`all to be ${status}`, async () => (await statuses(id)).every((one) => one === status))
const nameOf = ({ body }: { body: string }): string => JSON.parse(body).data.firstName

test('a delivery is signed as Standard Webhooks says, and tried again with the same id and body until it is taken', async () => {
  const { id, secret } = await makeEndpoint()
  receiver.answerWith((_, response) => {
    const status = receiver.received.length < 3 ? 500 : 200
    response.writeHead(status).end('sorry '.repeat(5000))
  })
  await tell(await insertLead(database, workspaceId), [id])
  run({ retryAfter: 0.3 })
  await settled(id, 'DELIVERED')
  const [first, second, third] = receiver.received
  for (const one of receiver.received) new Webhook(secret).verify(one.body, one.headers)
  expect(new Set(receiver.received.map((one) => `${one.id} ${one.body}`)).size).toBe(1)
  // 0.3 s, then 0.6 s: never sooner.
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(290)
  expect((third?.at ?? 0) - (second?.at ?? 0)).toBeGreaterThanOrEqual(590)
  expect(await deliveries(id)).toMatchObject([
    { id: first?.id, attempts: 3, responseStatus: 200, error: null },
  ])
})

test('after its retries a delivery has failed, with status and excerpt, and can be replayed', async () => {
  const { id } = await makeEndpoint()
  receiver.answerWith(
    (_, response) => void response.writeHead(302, { location: '/elsewhere' }).end('x'.repeat(9000)),
  )
  await tell(await insertLead(database, workspaceId), [id])
  run({ retries: 1 })
  await settled(id, 'FAILED')
  const [failed] = await deliveries(id)
  expect(failed).toMatchObject({ attempts: 2, responseStatus: 302, error: 'status 302', nextAttemptAt: null })
  expect(failed?.responseExcerpt).toBe('x'.repeat(500))
  expect(receiver.received).toHaveLength(2)
  receiver.answerWith((_, response) => void response.writeHead(200).end())
  await replayDelivery(ctx(), failed?.id ?? '')
  await settled(id, 'DELIVERED')
  expect(new Set(receiver.received.map((one) => one.id))).toEqual(new Set([failed?.id]))
})

test('events of a lead never overtake one another; other leads go on', async () => {
  const { id } = await makeEndpoint()
  const [stuck, free] = [await insertLead(database, workspaceId), await insertLead(database, workspaceId)]
  const tries = new Map<string, number>()
  receiver.answerWith((one, response) => {
    const name = nameOf(one)
    tries.set(name, (tries.get(name) ?? 0) + 1)
    // The first fails for good, the second twice.
    const refused = name === 'one' || (name === 'two' && (tries.get(name) ?? 0) < 3)
    response.writeHead(refused ? 503 : 200).end()
  })
  for (const name of ['one', 'two', 'three']) await tell(stuck, [id], name)
  await tell(free, [id], 'free')
  run({ retries: 2 })
  run({ retries: 2 })
  await waitFor('all to be settled', async () => !(await statuses(id)).includes('PENDING'))
  const names = receiver.received.map(nameOf)
  expect(names.filter((name) => name !== 'free')).toEqual([
    ...Array(3).fill('one'),
    ...Array(3).fill('two'),
    'three',
  ])
  expect(names.indexOf('free')).toBeLessThan(names.indexOf('two'))
})

test('two workers at once send each delivery once', async () => {
  const { id } = await makeEndpoint()
  receiver.answerWith((_, response) => void setTimeout(() => response.writeHead(204).end(), 20))
  for (let number = 0; number < 40; number++) await tell(await insertLead(database, workspaceId), [id])
  run()
  run()
  await settled(id, 'DELIVERED')
  expect(receiver.received).toHaveLength(40)
  expect(new Set(receiver.received.map((one) => one.id)).size).toBe(40)
})

test('an endpoint that never answers fills its own lanes only', async () => {
  const slow = await makeEndpoint()
  const other = await startReceiver()
  const fast = await makeEndpoint(other.url)
  receiver.answerWith(() => undefined)
  for (let number = 0; number < 20; number++)
    await tell(await insertLead(database, workspaceId), [slow.id, fast.id])
  run({ timeoutMs: 10_000 })
  await settled(fast.id, 'DELIVERED')
  await waitFor('its lanes to be full', () => receiver.received.length === 4)
  expect(await statuses(slow.id)).not.toContain('DELIVERED')
  await receiver.close()
  receiver = await startReceiver()
  await other.close()
})

test('while a rotation lasts both secrets verify; then the new one alone', async () => {
  const { id, secret } = await makeEndpoint()
  const send = async () => {
    await tell(await insertLead(database, workspaceId), [id])
    await settled(id, 'DELIVERED')
    const one = receiver.received.at(-1)
    return (by: string) => new Webhook(by).verify(one?.body ?? '', one?.headers ?? {})
  }
  run()
  const { secret: next } = await rotateSecret(ctx(), id, { overlapSeconds: 3600 })
  const during = await send()
  during(secret)
  during(next)
  const { secret: last } = await rotateSecret(ctx(), id, { overlapSeconds: 0 })
  const after = await send()
  after(last)
  expect(() => after(next)).toThrow()
  expect(() => after(secret)).toThrow()
})

test('a secret is stored encrypted; a worker without its key fails the try, and one that has it delivers', async () => {
  const { id, secret } = await makeEndpoint()
  const stored = async () => {
    const { rows } = await database.pool.query(
      'select signing_secrets from webhook_endpoints where id = $1',
      [id],
    )
    return rows[0].signing_secrets as string[]
  }
  expect((await stored()).join()).not.toContain(secret)
  await tell(await insertLead(database, workspaceId), [id])
  const keyless = run({ sealer: createSealer(['another key, of some length, no less']), retries: 50 })
  await waitFor('a try', async () => ((await deliveries(id))[0]?.attempts ?? 0) > 0)
  expect(await deliveries(id)).toMatchObject([
    { status: 'PENDING', error: 'the signing secret can’t be decrypted', responseStatus: null },
  ])
  expect(receiver.received).toHaveLength(0)
  keyless.stop()
  run()
  await settled(id, 'DELIVERED')
  const [one] = receiver.received
  new Webhook(secret).verify(one?.body ?? '', one?.headers ?? {})
})

test('secrets are encrypted anew: plain ones, those of an older key, and those of a rotation that lasts', async () => {
  const plain = await createEndpoint(
    { ...ctx(), sealer: createSealer([]) },
    { url: receiver.url, events: ['lead.created'], description: undefined },
    open,
  )
  const { id } = plain.webhookEndpoint
  await rotateSecret(ctx(), id, { overlapSeconds: 3600 })
  const newer = createSealer(['a newer key, of some length, no less', key])
  const reseal = (by: typeof sealer) => resealSecrets({ db: database.db, sealer: by }, workspaceId)
  expect(await reseal(createSealer(['a lost key, of some length, no less']))).toEqual({
    looked: 2,
    resealed: 1,
    unopened: 1,
  })
  const lost = createSealer([
    'a newer key, of some length, no less',
    key,
    'a lost key, of some length, no less',
  ])
  expect(await reseal(lost)).toEqual({ looked: 2, resealed: 2, unopened: 0 })
  expect(await reseal(newer)).toEqual({ looked: 2, resealed: 0, unopened: 0 })
  await tell(await insertLead(database, workspaceId), [id])
  run({ sealer: createSealer(['a newer key, of some length, no less']) })
  await settled(id, 'DELIVERED')
  const [one] = receiver.received
  new Webhook(plain.secret).verify(one?.body ?? '', one?.headers ?? {})
})

test('an endpoint that keeps failing is paused, probed with one delivery, and taken back', async () => {
  const { id } = await makeEndpoint()
  receiver.answerWith((_, response) => void response.writeHead(500).end())
  for (let number = 0; number < 10; number++) await tell(await insertLead(database, workspaceId), [id])
  run({ breakAfter: 3, retryAfter: 3, endpointConcurrency: 1, retries: 20 })
  await waitFor('the pause', async () => (await endpoint(id))?.status === 'PAUSED')
  expect(receiver.received).toHaveLength(3)
  await waitFor('the probe', () => receiver.received.length === 4)
  expect(await endpoint(id)).toMatchObject({ status: 'PAUSED', failures: expect.any(Number) })
  receiver.answerWith((_, response) => void response.writeHead(200).end())
  await waitFor(
    'all to be taken',
    async () => (await statuses(id)).every((one) => one === 'DELIVERED'),
    30_000,
  )
  expect(await endpoint(id)).toMatchObject({ status: 'ENABLED', failures: 0, failingSince: null })
}, 60_000)

test('the other endpoints hear of one that is disabled', async () => {
  const other = await startReceiver()
  const { id } = await makeEndpoint()
  await createEndpoint(ctx(), { url: other.url, events: ['endpoint.disabled'], description: undefined }, open)
  receiver.answerWith((_, response) => void response.writeHead(410).end())
  await tell(await insertLead(database, workspaceId), [id])
  run()
  await waitFor('the other to hear', () => other.received.length === 1)
  expect(JSON.parse(other.received[0]?.body ?? '')).toMatchObject({
    event: 'endpoint.disabled',
    workspaceId,
    data: { endpointId: id, reason: 'the receiver answered 410 Gone' },
  })
  await other.close()
})

test('410 Gone and failing for too long disable an endpoint, with a reason; enabled again, it gets what waited', async () => {
  const { id } = await makeEndpoint()
  receiver.answerWith((_, response) => void response.writeHead(410).end())
  await tell(await insertLead(database, workspaceId), [id])
  run({ disableAfter: 0.5 })
  await waitFor('the end', async () => (await endpoint(id))?.status === 'DISABLED')
  expect(await endpoint(id)).toMatchObject({ disabledReason: 'the receiver answered 410 Gone' })
  expect(await deliveries(id)).toMatchObject([{ status: 'FAILED', attempts: 1, responseStatus: 410 }])

  await updateEndpoint(ctx(), id, { enabled: true }, open)
  receiver.answerWith((_, response) => void response.writeHead(500).end())
  await tell(await insertLead(database, workspaceId), [id], 'waits')
  await waitFor('the end', async () => (await endpoint(id))?.status === 'DISABLED')
  expect((await endpoint(id))?.disabledReason).toMatch(/^nothing was taken since .*; last: status 500$/)
  receiver.answerWith((_, response) => void response.writeHead(200).end())
  // A test event goes out all the same.
  const { webhookDelivery } = await testEndpoint(ctx(), id)
  await waitFor('the test event', () => receiver.received.some((one) => one.id === webhookDelivery.id))
  await updateEndpoint(ctx(), id, { enabled: true }, open)
  await waitFor('what waited', () => nameOf(receiver.received.at(-1) ?? { body: '{"data":{}}' }) === 'waits')
})

test('Retry-After is honoured', async () => {
  const { id } = await makeEndpoint()
  receiver.answerWith((_, response) => {
    const first = receiver.received.length === 1
    response.writeHead(first ? 429 : 200, first ? { 'retry-after': '2' } : {}).end()
  })
  await tell(await insertLead(database, workspaceId), [id])
  run({ retryAfter: 0.1 })
  await settled(id, 'DELIVERED')
  const [first, second] = receiver.received
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(1900)
})

test('a name that resolves to loopback is refused when it is called, and the receiver hears nothing', async () => {
  const { port } = new URL(receiver.url)
  const { id } = await makeEndpoint(`http://receiver.example:${port}/`)
  await tell(await insertLead(database, workspaceId), [id])
  run({
    retries: 0,
    policy: { allowHttp: true, allowPrivate: false },
    resolve: (_name, _options, callback) =>
      callback(null, [
        { address: '93.184.215.14', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]),
  })
  await settled(id, 'FAILED')
  expect(await deliveries(id)).toMatchObject([{ error: 'FORBIDDEN_ADDRESS', responseStatus: null }])
  expect(receiver.received).toEqual([])
})

test('old deliveries are pruned once settled; those that wait stay, unless their endpoint is disabled or deleted', async () => {
  const { id } = await makeEndpoint()
  for (let number = 0; number < 3; number++) await tell(await insertLead(database, workspaceId), [id])
  const [taken] = await deliveries(id)
  await database.pool.query(`update webhook_deliveries set status = 'DELIVERED' where id = $1`, [taken?.id])
  const prune = async (keepSeconds: number) => {
    await pruneDeliveries(database, { keepSeconds })
    return (await statuses(id)).length
  }
  expect(await prune(3600)).toBe(3)
  expect(await prune(-60)).toBe(2)
  await updateEndpoint(ctx(), id, { enabled: false }, open)
  expect(await prune(-60)).toBe(0)
  await updateEndpoint(ctx(), id, { enabled: true }, open)
  await tell(await insertLead(database, workspaceId), [id])
  await deleteEndpoint(ctx(), id)
  await pruneDeliveries(database, { keepSeconds: 3600 })
  const left = await database.pool.query('select from webhook_deliveries where endpoint_id = $1', [id])
  expect(left.rowCount).toBe(0)
})

test('a delivery of another workspace is nobody’s to claim', async () => {
  const { id } = await makeEndpoint()
  await tell(await insertLead(database, workspaceId), [id])
  const dispatcher = createDispatcher({
    db: database.db,
    sealer,
    logger: createLogger({ name: 'test', level: 'silent' }),
    rules: { retries: 0, retryAfter: 1, breakAfter: 1, disableAfter: 1 },
    policy: open,
    timeoutMs: 1000,
    concurrency: 1,
    endpointConcurrency: 1,
  })
  const leadId = (await deliveries(id))[0]?.leadId ?? ''
  await dispatcher.deliver({ workspaceId: randomUUID(), leadIds: [leadId] })
  expect(receiver.received).toEqual([])
  await dispatcher.deliver({ workspaceId, leadIds: [leadId] })
  expect(receiver.received).toHaveLength(1)
})
