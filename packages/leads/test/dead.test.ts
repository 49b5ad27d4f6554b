import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { countDead } from '../src/admin/count-dead.ts'
import { listDead } from '../src/admin/list-dead.ts'
import { redriveDead } from '../src/admin/redrive-dead.ts'
import { buryEnrichment } from '../src/enrichment/bury-enrichment.ts'
import { inferTimezones } from '../src/enrichment/infer-timezones.ts'
import { matchDuplicates } from '../src/enrichment/match-duplicates.ts'
import { reconcile } from '../src/enrichment/reconcile.ts'
import { createSealer } from '../src/sealing/sealer.ts'
import { createEndpoint } from '../src/webhooks/create-endpoint.ts'
import type { Caller } from '../src/workspace/caller.ts'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
beforeEach(async () => {
  await product.db.deleteFrom('owed_enrichments').execute()
})
afterAll(() => product.close())

async function bury(caller: Caller, count: number): Promise<string[]> {
  const leadIds = []
  for (let number = 0; number < count; number++)
    leadIds.push((await product.create(caller, { firstName: `Ada ${number}` })).lead.id)
  const { workspaceId } = caller
  const why = { job: 'timezone-inference', reason: 'SQLSTATE P0001', attempts: 8, announcedBy: new Date() }
  await buryEnrichment(product, { workspaceId, leadIds, ...why })
  await product.db.deleteFrom('outbox').execute()
  return leadIds
}

const announced = () =>
  product.db.selectFrom('outbox').select(['workspace_id', 'topic', 'lead_ids', 'request_ids']).execute()

test('dead leads are listed and counted in their workspace, and left alone by the reconciler', async () => {
  const [one, other] = [await product.makeCaller(), await product.makeCaller()]
  const leadIds = await bury(one, 2)
  await bury(other, 1)
  await product.create(one, { firstName: 'Alive' })
  await product.db.deleteFrom('outbox').execute()
  const listed = await listDead(product, one)
  expect(listed.map((dead) => dead.leadId).toSorted()).toEqual(leadIds.toSorted())
  expect(listed[0]).toMatchObject({ job: 'timezone-inference', reason: 'SQLSTATE P0001', attempts: 8 })
  expect(await listDead(product, { ...one, limit: 1 })).toHaveLength(1)
  const counts = await countDead(product)
  expect(new Map(counts.map(({ workspaceId, dead }) => [workspaceId, dead]))).toEqual(
    new Map([
      [one.workspaceId, 2],
      [other.workspaceId, 1],
    ]),
  )
  await product.db
    .updateTable('owed_enrichments')
    .set({ queued_at: new Date(0) })
    .execute()
  expect((await reconcile(product, { oldestJobAt: null, graceSeconds: 1 })).requeued).toBe(1)
})

test('a job that fails for good does not bury a lead that changed since', async () => {
  const caller = await product.makeCaller()
  const before = new Date(Date.now() - 1000)
  const { lead } = await product.create(caller, { firstName: 'Ada' })
  const why = { job: 'timezone-inference', reason: 'SQLSTATE P0001', attempts: 8, announcedBy: before }
  await buryEnrichment(product, { workspaceId: caller.workspaceId, leadIds: [lead.id], ...why })
  expect(await listDead(product, caller)).toEqual([])
})

test('redriven leads are alive and announced, with their requests, and no other workspace is touched', async () => {
  const [one, other] = [await product.makeCaller(), await product.makeCaller()]
  const [first = '', second = ''] = await bury(one, 2)
  const [foreign = ''] = await bury(other, 1)
  const { workspaceId } = one
  expect(await redriveDead(product, { workspaceId, leadIds: [first, foreign] })).toEqual({ redriven: 1 })
  expect(await announced()).toEqual([
    { workspace_id: workspaceId, topic: 'lead.written', lead_ids: [first], request_ids: ['test'] },
  ])
  expect((await listDead(product, one)).map((dead) => dead.leadId)).toEqual([second])
  expect(await redriveDead(product, { workspaceId })).toEqual({ redriven: 1 })
  expect(await redriveDead(product, { workspaceId })).toEqual({ redriven: 0 })
  expect(await countDead(product)).toEqual([{ workspaceId: other.workspaceId, dead: 1 }])
})

test('two redrives at once announce each lead once', async () => {
  const caller = await product.makeCaller()
  await bury(caller, 5)
  const both = await Promise.all([redriveDead(product, caller), redriveDead(product, caller)])
  expect(both.map(({ redriven }) => redriven).toSorted()).toEqual([0, 5])
  expect((await announced()).flatMap((event) => event.lead_ids)).toHaveLength(5)
})

test('the request of a lead goes with it into the jobs that follow, and one that is gone goes no further', async () => {
  const caller = await product.makeCaller()
  const leadIds: string[] = []
  for (const firstName of ['Ada', 'Grace', 'Edith'])
    leadIds.unshift((await product.create(caller, { firstName, phoneNumber: '6782319992' })).lead.id)
  await product.db
    .deleteFrom('owed_enrichments')
    .where('lead_id', '=', leadIds[1] ?? '')
    .execute()
  const requestIds = ['request-1', null, 'request-3']
  const { next } = await inferTimezones(product, { workspaceId: caller.workspaceId, leadIds, requestIds })
  const kept = {
    leadIds: [leadIds[0], leadIds[2]],
    requestIds: ['request-1', 'request-3'],
    generations: [1, 1],
  }
  expect(next).toEqual({ workspaceId: caller.workspaceId, ...kept })
  expect((next && (await matchDuplicates(product, next)))?.next).toEqual(next)
})

test('endpoints are told of leads that died, once, and of no test lead', async () => {
  const caller = await product.makeCaller()
  const { workspaceId } = caller
  await createEndpoint(
    { db: product.db, workspaceId, sealer: createSealer([]) },
    { url: 'https://ops.example.com/', events: ['enrichment.dead'], description: undefined },
    { allowHttp: false, allowPrivate: false },
  )
  const { lead } = await product.create(caller, { firstName: 'Ada' })
  const test = (await product.create({ ...caller, isTest: true }, { firstName: 'Ada' })).lead
  const why = { job: 'timezone-inference', reason: 'SQLSTATE P0001', attempts: 8 }
  const announcedBy = new Date(Date.now() + 60_000)
  for (let time = 0; time < 2; time++)
    await buryEnrichment(product, { workspaceId, leadIds: [lead.id, test.id], ...why, announcedBy })
  const told = await product.db
    .selectFrom('webhook_deliveries')
    .select(['lead_id', 'payload'])
    .where('workspace_id', '=', workspaceId)
    .execute()
  expect(told).toEqual([
    {
      lead_id: null,
      payload: {
        event: 'enrichment.dead',
        timestamp: expect.any(String),
        workspaceId,
        data: { leadIds: [lead.id], ...why },
      },
    },
  ])
})
