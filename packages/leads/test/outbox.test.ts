import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { reconcile } from '../src/enrichment/reconcile.ts'
import { pruneIdempotencyKeys } from '../src/idempotency/prune-idempotency-keys.ts'
import { createOutbox, type OutboxEvent } from '../src/outbox/outbox.ts'
import { announce } from './announce.ts'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
beforeEach(async () => {
  await product.db.deleteFrom('outbox').execute()
  await product.db.deleteFrom('owed_enrichments').execute()
})
afterAll(() => product.close())

/** One event of so many leads. */
async function announceMany(workspaceId: string, leads: number): Promise<void> {
  const lead_ids = Array.from({ length: leads }, () => workspaceId)
  await product.db
    .insertInto('outbox')
    .values({ workspace_id: workspaceId, topic: 'lead.written', lead_ids })
    .execute()
}

async function left(): Promise<number> {
  return (await product.db.selectFrom('outbox').select('id').execute()).length
}

test('what could not be dispatched stays', async () => {
  const { workspaceId } = await product.makeCaller()
  await announce(product.db, workspaceId, 3)
  const outbox = createOutbox(product.db)
  await expect(outbox.claim(() => Promise.reject(new Error('no Redis')))).rejects.toThrow('no Redis')
  expect(await left()).toBe(3)
  expect(await outbox.claim(async () => undefined)).toEqual({ leads: 3, isMore: false })
  expect(await left()).toBe(0)
  expect(await outbox.claim(async () => undefined)).toEqual({ leads: 0, isMore: false })
})

test('two relays share the events without handing one over twice', async () => {
  const { workspaceId } = await product.makeCaller()
  await announce(product.db, workspaceId, 40)
  const seen: OutboxEvent[] = []
  const drain = async () => {
    const outbox = createOutbox(product.db, 5)
    while ((await outbox.claim(async (events) => void seen.push(...events))).leads > 0);
  }
  await Promise.all([drain(), drain(), drain()])
  expect(seen).toHaveLength(40)
})

test('a bulk sender does not starve the others', async () => {
  const [bulk, small] = [await product.makeCaller(), await product.makeCaller()]
  await announce(product.db, bulk.workspaceId, 500)
  await announce(product.db, small.workspaceId, 2)
  const claims: string[][] = []
  await createOutbox(product.db, 10).claim(
    async (events) => void claims.push(events.map((event) => event.workspace_id)),
  )
  expect(claims[0]?.filter((id) => id === small.workspaceId)).toHaveLength(2)
  expect(claims[0]).toHaveLength(10)
})

test('beside any backlog a single lead is in the next claim, which makes no more jobs than there is room for', async () => {
  const [bulk, single] = [await product.makeCaller(), await product.makeCaller()]
  const outbox = createOutbox(product.db)
  const room = { jobs: 4, leadsPerJob: 200 }
  for (let part = 0; part < 40; part++) await announceMany(bulk.workspaceId, 150)
  const claims: OutboxEvent[][] = []
  const claim = () => outbox.claim(async (events) => void claims.push(events), room)
  expect(await claim()).toEqual({ leads: 750, isMore: true })
  await announce(product.db, single.workspaceId, 1)
  expect(await claim()).toEqual({ leads: 451, isMore: true })
  expect(claims[1]?.filter((event) => event.workspace_id === single.workspaceId)).toHaveLength(1)
  const oldestFirst = claims.flat().filter((event) => event.workspace_id === bulk.workspaceId)
  expect(oldestFirst.map(({ lead_ids }) => lead_ids.length)).toEqual(Array(8).fill(150))
  expect(await left()).toBe(32)
})

test('with room for fewer jobs than there are workspaces, each claim goes on with the next ones', async () => {
  const callers = await Promise.all(Array.from({ length: 5 }, () => product.makeCaller()))
  for (const { workspaceId } of callers) await announce(product.db, workspaceId, 3)
  const outbox = createOutbox(product.db)
  const seen: string[][] = []
  const note = async (events: OutboxEvent[]) => void seen.push(events.map((event) => event.workspace_id))
  for (let turn = 0; turn < 3; turn++) await outbox.claim(note, { jobs: 2, leadsPerJob: 1 })
  expect(seen.map((claim) => new Set(claim).size)).toEqual([2, 2, 1])
  expect(new Set(seen.flat()).size).toBe(5)
})

test('a backlog beside workspaces that trickle is drained by full claims, each of which says whether more is there', async () => {
  const bulk = await product.makeCaller()
  const trickling = await Promise.all(Array.from({ length: 9 }, () => product.makeCaller()))
  await announce(product.db, bulk.workspaceId, 1000)
  const outbox = createOutbox(product.db, 200)
  const claims: { leads: number; isMore: boolean }[] = []
  do {
    for (const { workspaceId } of trickling) await announce(product.db, workspaceId, 1)
    claims.push(await outbox.claim(async () => undefined))
  } while (claims.at(-1)?.isMore)
  expect(claims.map((claim) => claim.leads)).toEqual([200, 200, 200, 200, 200, 54])
  expect(await left()).toBe(0)
})

test('where spare shares find no takers, a claim still says that a workspace has more', async () => {
  const [bulk, middling] = [await product.makeCaller(), await product.makeCaller()]
  await announce(product.db, bulk.workspaceId, 50)
  for (let number = 0; number < 3; number++)
    await announce(product.db, (await product.makeCaller()).workspaceId, 1)
  await announce(product.db, middling.workspaceId, 4)
  // Shares of four leave nine over, of which the middling one can use none.
  const outbox = createOutbox(product.db, 20)
  expect(await outbox.claim(async () => undefined)).toEqual({ leads: 15, isMore: true })
})

test('of more workspaces than fit a claim, all get their turn', async () => {
  for (let number = 0; number < 105; number++)
    await announce(product.db, (await product.makeCaller()).workspaceId, 2)
  const outbox = createOutbox(product.db, 1)
  const seen = new Set<string>()
  const note = async (events: OutboxEvent[]) => {
    for (const event of events) seen.add(event.workspace_id)
  }
  expect(await outbox.claim(note)).toEqual({ leads: 100, isMore: true })
  expect(seen.size).toBe(100)
  // From here on only the last ones are looked at, so it can't say that nothing is left of the first.
  expect(await outbox.claim(note)).toEqual({ leads: 5, isMore: true })
  expect(seen.size).toBe(105)
})

test('where another relay holds all that a claim gets to, the next one goes on behind it', async () => {
  for (let number = 0; number < 105; number++)
    await announce(product.db, (await product.makeCaller()).workspaceId, 1)
  const [mine, others] = [createOutbox(product.db, 1), createOutbox(product.db, 1)]
  await others.claim(async () => {
    expect(await mine.claim(async () => undefined)).toEqual({ leads: 0, isMore: true })
    expect(await mine.claim(async () => undefined)).toEqual({ leads: 5, isMore: true })
  })
  expect(await left()).toBe(0)
})

test('while others hold two hundred workspaces, those behind get their turn, and a round that takes nothing says that it can wait', async () => {
  for (let number = 0; number < 205; number++)
    await announce(product.db, (await product.makeCaller()).workspaceId, 1)
  const [first, second, mine] = [1, 1, 1].map((most) => createOutbox(product.db, most))
  const nothing = async () => undefined
  await first?.claim(async () => {
    // Its first claim finds the held ones, its second what lies behind them.
    await second?.claim(nothing).then(() =>
      second.claim(async () => {
        for (const expected of [0, 0, 5])
          expect(await mine?.claim(nothing)).toEqual({ leads: expected, isMore: true })
        expect(await mine?.claim(nothing)).toEqual({ leads: 0, isMore: true })
        expect(await mine?.claim(nothing)).toEqual({ leads: 0, isMore: true })
        expect(await mine?.claim(nothing)).toEqual({ leads: 0, isMore: false })
      }),
    )
  })
})

async function lose(queuedSecondsAgo: number) {
  await product.db.deleteFrom('outbox').execute()
  await product.db
    .updateTable('owed_enrichments')
    .set({ queued_at: new Date(Date.now() - queuedSecondsAgo * 1000) })
    .execute()
}

test('the reconciler queues lost work again, later each time, and leaves the rest alone', async () => {
  const caller = await product.makeCaller()
  const { lead } = await product.create(caller, { firstName: 'Ada' })
  const run = (oldestJobAt: Date | null = null) =>
    reconcile({ db: product.db }, { oldestJobAt, graceSeconds: 30 })

  expect((await run()).requeued).toBe(0)
  await lose(31)
  expect((await run(new Date(Date.now() - 10_000))).requeued).toBe(0)
  expect((await run()).requeued).toBe(1)
  expect(await product.db.selectFrom('outbox').select(['topic', 'lead_ids']).execute()).toEqual([
    { topic: 'lead.written', lead_ids: [lead.id] },
  ])
  await lose(59)
  expect((await run()).requeued).toBe(0)
  await lose(61)
  await product.infer(caller, [lead.id])
  await product.match(caller, [lead.id])
  await lose(61)
  expect((await run()).requeued).toBe(1)
  expect(await product.db.selectFrom('outbox').select('topic').execute()).toEqual([{ topic: 'lead.written' }])
  await lose(10_000)
  await product.db.updateTable('owed_enrichments').set({ dead_at: new Date() }).execute()
  expect((await run()).requeued).toBe(0)
})

test('expired idempotency keys go, once', async () => {
  const { workspaceId } = await product.makeCaller()
  const key = (name: string, expires: Date) => ({
    workspace_id: workspaceId,
    route: 'POST /api/v1/leads',
    key: name,
    fingerprint: Buffer.alloc(32),
    status: 200,
    body: '{}',
    expires_at: expires,
  })
  await product.db
    .insertInto('idempotency_keys')
    .values([key('old', new Date(Date.now() - 1000)), key('new', new Date(Date.now() + 60_000))])
    .execute()
  const both = await Promise.all([pruneIdempotencyKeys(product), pruneIdempotencyKeys(product)])
  expect(both.toSorted()).toEqual([0, 1])
  const keys = await product.db
    .selectFrom('idempotency_keys')
    .select('key')
    .where('workspace_id', '=', workspaceId)
    .execute()
  expect(keys).toEqual([{ key: 'new' }])
})
