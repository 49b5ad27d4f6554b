import { waitFor } from '@intake/testing/wait-for'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Caller } from '../src/workspace/authenticate.ts'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())

const bodies = [
  { firstName: 'Ada', phoneNumber: '(678) 231-9992', email: 'ada@example.com' },
  { firstName: 'Grace', phoneNumber: '+1 678 231 9992', tags: ['VIP'], timezone: 'Europe/Paris' },
  {
    firstName: 'Edsger',
    email: 'Ada@Example.com',
    checklistItems: [{ code: 'business_name', value: 'THE' }],
  },
  { firstName: 'Barbara', phoneNumber: '+18005551234' },
  { firstName: 'Kurt', phoneNumber: 'call me' },
  { firstName: 'Alan' },
]

async function make(isTest = false): Promise<{ caller: Caller; ids: string[] }> {
  const caller = await product.makeCaller(isTest)
  const ids: string[] = []
  for (const body of bodies) ids.push((await product.create(caller, body)).lead.id)
  return { caller, ids }
}

/** What a lead has become, without what differs between any two leads of the same body. */
async function outcomes({ caller, ids }: { caller: Caller; ids: string[] }) {
  const read = await Promise.all(ids.map((id) => product.read(caller, id)))
  const text = JSON.stringify(
    read.map(({ lead, actionLogs, matchingLeads }) => ({
      zone: [lead.timezone, lead.timezoneSource, lead.timezoneConfidence],
      summary: lead.activitySummary,
      matches: matchingLeads.map((match) => match.id).sort(),
      logs: actionLogs
        .map(({ type, status, summary, output }) => ({ type, status, summary, output }))
        .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    })),
  )
  const named = ids.reduce((all, id, index) => all.replaceAll(id, `lead ${index}`), text)
  return JSON.parse(named.replaceAll(/\d\d:\d\d(:\d\d)?/g, 'hh:mm'))
}

const owedOf = async ({ caller }: { caller: Caller }) =>
  (
    await product.db
      .selectFrom('owed_enrichments')
      .selectAll()
      .where('workspace_id', '=', caller.workspaceId)
      .execute()
  ).map((row) => row.lead_id)

const isSomebodyWaiting = async () => {
  const { rows } = await sql`
    select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(
    product.db,
  )
  return rows.length > 0
}

test.each([false, true])('one pass leaves what the three jobs leave, test leads: %s', async (isTest) => {
  const [atOnce, piecewise] = [await make(isTest), await make(isTest)]
  expect(await product.enrichAtOnce(atOnce.caller, atOnce.ids)).toHaveLength(bodies.length)
  await product.infer(piecewise.caller, piecewise.ids)
  await product.match(piecewise.caller, piecewise.ids)
  await product.enrich(piecewise.caller, piecewise.ids)
  expect(await outcomes(atOnce)).toEqual(await outcomes(piecewise))
  expect([...(await owedOf(atOnce)), ...(await owedOf(piecewise))]).toEqual([])
  expect(await product.enrichAtOnce(atOnce.caller, atOnce.ids)).toEqual([])
})

test('what a job has done already by itself is not done again', async () => {
  const [first, second] = [await make(), await make()]
  await product.infer(first.caller, first.ids)
  await product.match(second.caller, second.ids)
  const updates = async ({ caller }: { caller: Caller }) => {
    const { rows } = await sql<{ timezone: string | null }>`
      update leads set timezone = 'Asia/Tokyo' where workspace_id = ${caller.workspaceId} and timezone_source = 'phone'
      returning timezone`.execute(product.db)
    return rows.length
  }
  expect([await updates(first), await updates(second)]).toEqual([1, 0])
  for (const { caller, ids } of [first, second]) await product.enrichAtOnce(caller, ids)
  const [kept, found] = [await outcomes(first), await outcomes(second)]
  expect([kept[0].zone[0], found[0].zone[0]]).toEqual(['Asia/Tokyo', 'America/New_York'])
  expect(found.map((each: { logs: unknown[] }) => each.logs.length)).toEqual([3, 2, 2, 1, 1, 1])
  expect(kept.map((each: { logs: unknown[] }) => each.logs.length)).toEqual([3, 2, 2, 1, 1, 1])
})

test('two passes at once, one of them with the pieces beside it, have their effect once', async () => {
  const { caller, ids } = await make()
  const done = await Promise.all([
    product.enrichAtOnce(caller, ids),
    product.enrichAtOnce(caller, [...ids].reverse()),
    product.match(caller, ids),
    product.infer(caller, ids),
  ])
  await product.enrich(caller, ids)
  expect([...(done[0] ?? []), ...(done[1] ?? [])].length).toBeLessThanOrEqual(ids.length)
  expect(await owedOf({ caller })).toEqual([])
  const logs = (await outcomes({ caller, ids })).map((each: { logs: unknown[] }) => each.logs.length)
  expect(logs).toEqual([3, 2, 2, 1, 1, 1])
})

test('a lead that changes while the pass waits for it stays owed, and keeps what the change gave it', async () => {
  const { caller, ids } = await make()
  const [id = ''] = ids
  let passed: Promise<number[]> | undefined
  await product.db.transaction().execute(async (trx) => {
    await sql`select from leads where id = ${id} for no key update`.execute(trx)
    passed = product.enrichAtOnce(caller, ids)
    await waitFor('the pass to wait', isSomebodyWaiting)
    await sql`update leads set timezone = 'Asia/Tokyo', timezone_source = 'provided' where id = ${id}`.execute(
      trx,
    )
    await sql`update owed_enrichments set generation = generation + 1 where lead_id = ${id}`.execute(trx)
  })
  expect(await passed).toHaveLength(ids.length - 1)
  expect(await owedOf({ caller })).toEqual([id])
  const [first] = await outcomes({ caller, ids })
  expect([first.zone[0], first.summary]).toEqual(['Asia/Tokyo', null])
  await product.enrichAtOnce(caller, ids)
  const [then] = await outcomes({ caller, ids })
  expect(then.summary).toContain('Time zone: Asia/Tokyo as given')
})

test('a lead that is touched while the pass waits for it, and owed nothing new, is enriched and keeps that too', async () => {
  const { caller, ids } = await make()
  const [id = ''] = ids
  let passed: Promise<number[]> | undefined
  await product.db.transaction().execute(async (trx) => {
    await sql`update leads set last_name = 'Meanwhile' where id = ${id}`.execute(trx)
    passed = product.enrichAtOnce(caller, ids)
    await waitFor('the pass to wait', isSomebodyWaiting)
  })
  expect(await passed).toHaveLength(ids.length)
  const { lead } = await product.read(caller, id)
  expect(lead).toMatchObject({ lastName: 'Meanwhile', timezone: 'America/New_York' })
  expect(lead.activitySummary).toContain('Time zone: America/New_York')
})
