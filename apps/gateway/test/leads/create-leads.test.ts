import { CreateLeadsAnswer } from '@intake/contracts/create-leads'
import { createApiKey } from '@intake/leads/admin/create-api-key'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { call, taken } from '../call.ts'
import { storesNothing } from '../count-stored.ts'
import { read } from '../create.ts'
import { expectInvalid, expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()

async function fresh() {
  const workspace = await makeWorkspace(used.gateway.db)
  const send = (leads: unknown, headers: Record<string, string> = {}, key = workspace.key) =>
    call(used.gateway, key, 'POST', '/leads/batch', { leads }, headers)
  const batch = async (leads: unknown[], headers: Record<string, string> = {}, key = workspace.key) => {
    const answer = await taken(send(leads, headers, key))
    expect(CreateLeadsAnswer.parse(answer)).toEqual(answer)
    const parsed = CreateLeadsAnswer.parse(answer)
    expect(parsed.results.map(({ index }) => index)).toEqual(leads.map((_, index) => index))
    expect(parsed.accepted + parsed.refused).toBe(leads.length)
    return parsed
  }
  const stored = async () =>
    used.gateway.db.selectFrom('leads').selectAll().where('workspace_id', '=', workspace.id).execute()
  return { workspace, send, batch, stored }
}

/** The full answer of the lead at a place, which must have been taken in. */
function leadAt({ results }: CreateLeadsAnswer, index: number) {
  const result = results[index]
  if (!(result && 'answer' in result && 'matchingLeads' in result.answer))
    throw new Error(`no full answer: ${JSON.stringify(result)}`)
  return result.answer
}

function problemAt({ results }: CreateLeadsAnswer, index: number) {
  const result = results[index]
  if (!(result && 'problem' in result)) throw new Error(`no problem: ${JSON.stringify(result)}`)
  return result.problem
}

test('each lead is taken in or refused for itself, in order, and answered as by itself', async () => {
  const { workspace, batch, stored } = await fresh()
  const answer = await batch([
    { firstName: 'Ada', phoneNumber: '6782319992', tags: ['VIP'] },
    { lastName: 'Doe' },
    'no object',
    { firstName: 'Bob', email: 'nobody', checklistItems: [{ code: 'unheard_of', value: 1 }] },
    { firstName: 'Cleo', checklistItems: [{ code: 'unheard_of', value: 1 }] },
    { firstName: 'Dan', surprise: 1 },
  ])
  expect(answer).toMatchObject({ success: true, accepted: 2, refused: 4 })
  expect(answer.results.map(({ status }) => status)).toEqual([200, 400, 400, 400, 400, 200])
  const pointers = [1, 2, 3, 4].map((index) => problemAt(answer, index).errors.map(({ pointer }) => pointer))
  expect(pointers).toEqual([
    ['/leads/1/firstName'],
    ['/leads/2'],
    ['/leads/3/email'],
    ['/leads/4/checklistItems/0/code'],
  ])
  expect(problemAt(answer, 1).detail).toBe('/leads/1/firstName: is required')
  const { success: _, warnings: __, ...ada } = leadAt(answer, 0)
  expect(await read(used.gateway, workspace.key, ada.lead.id)).toEqual(ada)
  expect((await stored()).map((lead) => lead.first_name).sort()).toEqual(['Ada', 'Dan'])
})

test('five hundred leads, each owed its enrichment once', async () => {
  const { workspace, batch } = await fresh()
  const leads = Array.from({ length: 500 }, (_, index) => ({
    firstName: `Lead ${index}`,
    email: `lead.${index}@example.com`,
    tags: ['Batch', `Tag ${index % 7}`],
  }))
  const answer = await batch(leads, { prefer: 'return=minimal' })
  expect(answer.accepted).toBe(500)
  const owed = await used.gateway.db
    .selectFrom('owed_enrichments')
    .innerJoin('leads', 'leads.id', 'owed_enrichments.lead_id')
    .select('leads.first_name')
    .where('leads.workspace_id', '=', workspace.id)
    .execute()
  expect(new Set(owed.map((lead) => lead.first_name)).size).toBe(500)
  expect(owed).toHaveLength(500)
})

test('a later lead of the batch finds the earlier ones that it matches, however they are spelt', async () => {
  const { batch } = await fresh()
  const others = Array.from({ length: 60 }, (_, index) => ({ firstName: `Other ${index}` }))
  const answer = await batch([
    { firstName: 'Ada', phoneNumber: '678 231 9992' },
    ...others,
    { firstName: 'Ada', phoneNumber: '+1 (678) 231-9992', email: 'ADA@example.com' },
    { firstName: 'Ada', email: 'ada@example.com' },
  ])
  const [first, second, third] = [0, 61, 62].map((index) => leadAt(answer, index))
  expect(first?.matchingLeads).toEqual([])
  expect(second?.matchingLeads.map(({ id, matchedOn }) => [id, matchedOn])).toEqual([
    [first?.lead.id, ['phone']],
  ])
  expect(third?.matchingLeads.map(({ id }) => id)).toEqual([second?.lead.id])
})

test('under reject the first of those that match is kept, under merge all become one', async () => {
  const rejecting = await fresh()
  const twins = [1, 2, 3].map((n) => ({ firstName: 'Ada', phoneNumber: '6782319992', lastName: `No ${n}` }))
  const rejected = await rejecting.batch(twins, { 'intake-duplicate-policy': 'reject' })
  expect(rejected.results.map(({ status }) => status)).toEqual([200, 409, 409])
  const kept = leadAt(rejected, 0).lead.id
  expect(problemAt(rejected, 1)).toMatchObject({ code: 'duplicate_lead', existingLeadId: kept })
  expect(await rejecting.stored()).toHaveLength(1)

  const merging = await fresh()
  const merged = await merging.batch(twins, { 'intake-duplicate-policy': 'merge' })
  expect(merged.results.map((_, index) => leadAt(merged, index).result)).toEqual([
    'created',
    'merged',
    'merged',
  ])
  expect((await merging.stored()).map((lead) => lead.last_name)).toEqual(['No 1'])
})

test('sent again with its key it is answered again; a refused lead is mended under the same key', async () => {
  const { batch, stored } = await fresh()
  const key = { 'idempotency-key': 'import-1' }
  const first = await batch([{ firstName: 'Ada' }, { firstName: '' }, { firstName: 'Cleo' }], key)
  const again = await batch([{ firstName: 'Ada' }, { firstName: 'Bob' }, { firstName: 'Other' }], key)
  expect(leadAt(again, 0)).toEqual(leadAt(first, 0))
  expect(again.results.map((result) => [result.status, 'replayed' in result && result.replayed])).toEqual([
    [200, true],
    [200, false],
    [422, false],
  ])
  expect(problemAt(again, 2).code).toBe('idempotency_key_reused')
  expect((await stored()).map((lead) => lead.first_name).sort()).toEqual(['Ada', 'Bob', 'Cleo'])
})

test('ten identical batches at once make each lead once and answer the same', async () => {
  const { batch, stored } = await fresh()
  const leads = Array.from({ length: 40 }, (_, index) => ({ firstName: `Lead ${index}` }))
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => batch(leads, { 'idempotency-key': 'same' })),
  )
  const ids = answers.map((answer) => leads.map((_, index) => leadAt(answer, index).lead.id))
  expect(new Set(ids.map((each) => each.join())).size).toBe(1)
  expect(await stored()).toHaveLength(40)
})

test('a test key makes test leads, under keys of their own', async () => {
  const { workspace, batch, stored } = await fresh()
  const key = { 'idempotency-key': 'both' }
  await batch([{ firstName: 'Live' }], key)
  const test = await batch([{ firstName: 'Test' }], key, workspace.testKey)
  expect(leadAt(test, 0).lead.isTest).toBe(true)
  expect(await stored()).toHaveLength(2)
})

test.each([
  ['none', [], '/leads'],
  ['more than 500', Array.from({ length: 501 }, () => ({ firstName: 'Ada' })), '/leads'],
  ['no list', { firstName: 'Ada' }, '/leads'],
])('%s: refused whole, nothing stored', async (_, leads, pointer) => {
  const { workspace, send } = await fresh()
  const response = await storesNothing(used.gateway.db, workspace.id, () => send(leads))
  await expectInvalid(response, pointer)
})

test('a header that is wrong refuses the batch', async () => {
  const { workspace, send } = await fresh()
  for (const [name, value] of [
    ['idempotency-key', 'ü'],
    ['intake-duplicate-policy', 'overwrite'],
  ] as const) {
    const response = await storesNothing(used.gateway.db, workspace.id, () =>
      send([{ firstName: 'Ada' }], { [name]: value }),
    )
    await expectInvalid(response, '')
  }
})

test('it may be larger than a single lead, up to a bound of its own', async () => {
  const { batch, send } = await fresh()
  const large = (bytes: number) => [
    { firstName: 'Ada', checklistItems: [] },
    { firstName: 'Bob', ignored: 'x'.repeat(bytes) },
  ]
  expect((await batch(large(1_500_000))).accepted).toBe(2)
  await expectProblem(await send(large(2_000_000)), 413, 'payload_too_large')
})

test('it counts as so many requests of its key', async () => {
  const { workspace, batch } = await fresh()
  const { key } = await createApiKey(
    { db: used.gateway.db },
    { workspaceId: workspace.id, name: 'limited', rateLimit: 1, rateBurst: 5 },
  )
  const leads = Array.from({ length: 300 }, () => ({ firstName: 'Ada' }))
  expect((await batch(leads, { prefer: 'return=minimal' }, key)).accepted).toBe(300)
  const refused = await used.gateway.post(key, { firstName: 'Next' })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(100)
  await expectProblem(refused, 429, 'rate_limited')
})

test('when nothing at all can be written it is refused as a whole, to be sent again', async () => {
  const { batch, send, stored } = await fresh()
  await used.gateway.db.transaction().execute(async (trx) => {
    // Until the writes' own time-out.
    await sql`lock table leads in access exclusive mode`.execute(trx)
    const response = await send([{ firstName: 'Ada' }, { firstName: 'Bob' }])
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
    await expectProblem(response, 503, 'unavailable')
  })
  expect((await batch([{ firstName: 'Ada' }])).accepted).toBe(1)
  expect(await stored()).toHaveLength(1)
}, 60_000)
