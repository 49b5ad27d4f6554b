import { waitFor } from '@intake/testing/wait-for'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deleteLead } from '../src/lead/delete-lead.ts'
import type { Caller } from '../src/workspace/caller.ts'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())

const owedOf = async (caller: Caller) => {
  const rows = await product.db
    .selectFrom('owed_enrichments')
    .select('lead_id')
    .where('workspace_id', '=', caller.workspaceId)
    .execute()
  return rows.map((row) => row.lead_id)
}

const recordedOf = (caller: Caller) =>
  product.db
    .selectFrom('lead_matches')
    .select(['lead_id', 'found'])
    .where('workspace_id', '=', caller.workspaceId)
    .orderBy('lead_id')
    .execute()

const isSomebodyWaiting = async () => {
  const { rows } = await sql`
    select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`.execute(
    product.db,
  )
  return rows.length > 0
}

test('a lead gets its zone, its matches and a timeline that a person can read', async () => {
  const caller = await product.makeCaller()
  const older = await product.create(caller, { firstName: 'Ada', phoneNumber: '(678) 231-9992' })
  expect(await product.runJobs(caller, [older.lead.id])).toBe(1)
  const newer = await product.create(caller, {
    firstName: 'Grace',
    phoneNumber: '+1 678 231 9992',
    tags: ['VIP'],
    checklistItems: [{ code: 'business_name', value: 'Hopper Ltd' }],
  })
  expect(await product.runJobs(caller, [newer.lead.id])).toBe(1)

  const read = await product.read(caller, newer.lead.id)
  expect(read.lead).toMatchObject({
    timezone: 'America/New_York',
    timezoneSource: 'phone',
    timezoneConfidence: 'high',
  })
  const summary =
    'Lead created. Set: firstName, phoneNumber, 1 tag, 1 checklist item. Phone: US, fixed line or mobile. Time zone: America/New_York (high confidence). 1 possible duplicate (same phone number). Still missing: Tax ID, Bank statements.'
  expect(read.lead.activitySummary).toBe(summary)
  const [note, activity] = read.actionLogs
  expect(note).toMatchObject({
    type: 'SYSTEM_NOTE',
    summary: 'Possible duplicate of Ada: same phone number',
    output: {
      matchingLeadId: older.lead.id,
      matchedOn: ['phone'],
      matchingLeads: [{ leadId: older.lead.id, matchedOn: ['phone'] }],
    },
  })
  expect(activity).toMatchObject({
    type: 'API_ACTIVITY',
    summary: 'Lead created',
    output: {
      summary,
      fieldsSet: ['firstName', 'phoneNumber'],
      phone: { number: '+16782319992', country: 'US', parsed: true },
      timezone: {
        zone: 'America/New_York',
        source: 'phone',
        confidence: 'high',
        alternatives: [],
        localTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[45]:00$/),
      },
      matches: { phone: 1, email: 0, total: 1 },
      missingRequiredItems: ['Tax ID', 'Bank statements'],
    },
  })
  // Nothing is written to the other lead; who matches it is looked up when it is shown.
  const olderRead = await product.read(caller, older.lead.id)
  expect(olderRead.actionLogs).toHaveLength(1)
  expect(olderRead.matchingLeads.map(({ id }) => id)).toEqual([newer.lead.id])
  expect(await owedOf(caller)).toEqual([])
})

test('facts stay as they were found; words and names are today’s', async () => {
  const caller = await product.makeCaller()
  const same = { email: 'ada@example.com' }
  const older = await product.create(caller, { firstName: 'Ada', lastName: 'Byron', ...same })
  const { lead } = await product.create(caller, { firstName: 'Countess', ...same })
  await product.runJobs(caller, [lead.id])
  await sql`update leads set last_name = 'Lovelace' where id = ${older.lead.id}`.execute(product.db)
  await sql`update checklist_items set label = 'EIN' where workspace_id = ${caller.workspaceId} and code = 'tax_id'`.execute(
    product.db,
  )
  await product.create(caller, { firstName: 'Later', ...same })
  const { lead: now, actionLogs } = await product.read(caller, lead.id)
  expect(now.activitySummary).toContain('1 possible duplicate (same e-mail address)')
  expect(now.activitySummary).toContain('Still missing: Business name, EIN')
  expect(actionLogs[0]?.summary).toBe('Possible duplicate of Ada Lovelace: same e-mail address')
})

test('every job run twice, and at once, has its effect once', async () => {
  const caller = await product.makeCaller()
  const leads = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      product.create(caller, {
        firstName: `Twin ${index}`,
        email: 'Twin@Example.com',
        phoneNumber: '6782319992',
      }),
    ),
  )
  const ids = leads.map(({ lead }) => lead.id).toSorted()
  await Promise.all([
    ...ids.map((id) => product.match(caller, [id])),
    product.match(caller, ids),
    product.infer(caller, ids),
    product.infer(caller, [...ids].reverse()),
  ])
  const done = await Promise.all([product.enrich(caller, ids), product.enrich(caller, [...ids].reverse())])
  expect(done.flatMap(({ seconds }) => seconds ?? [])).toHaveLength(20)
  const recorded = await recordedOf(caller)
  expect(recorded.map(({ found }) => found.length)).toEqual(Array(20).fill(19))
  const zones = await product.db
    .selectFrom('lead_timezones')
    .select('lead_id')
    .where('workspace_id', '=', caller.workspaceId)
    .execute()
  expect(zones).toHaveLength(20)
  for (const id of ids) {
    const { actionLogs, lead } = await product.read(caller, id)
    expect(actionLogs.map(({ type }) => type)).toEqual(['SYSTEM_NOTE', 'API_ACTIVITY'])
    expect(actionLogs[0]?.summary).toMatch(
      /^Possible duplicate of Twin \d+ and 18 others: same phone number and e-mail address$/,
    )
    expect(lead.activitySummary).toContain('19 possible duplicates (same phone number or e-mail address)')
  }
  expect(await owedOf(caller)).toEqual([])
})

test('of many that match the 25 newest are recorded, and said to be 25 or more', async () => {
  const caller = await product.makeCaller()
  const ids: string[] = []
  for (let number = 0; number < 30; number++)
    ids.unshift(
      (await product.create(caller, { firstName: `Twin ${number}`, email: 'twin@example.com' })).lead.id,
    )
  const [newest = '', ...others] = ids
  await product.runJobs(caller, [newest])
  expect(await recordedOf(caller)).toEqual([
    { lead_id: newest, found: others.slice(0, 25).map((leadId) => ({ leadId, on: ['email'] })) },
  ])
  const { lead, actionLogs, matchingLeads } = await product.read(caller, newest)
  expect(matchingLeads).toHaveLength(29)
  expect(lead.activitySummary).toContain('25 or more possible duplicates')
  expect(actionLogs[0]?.summary).toBe(
    'Possible duplicate of Twin 28 and 24 or more others: same e-mail address',
  )
})

test('a zone that was given stays, and an unknown one is null', async () => {
  const caller = await product.makeCaller()
  const given = await product.create(caller, {
    firstName: 'Ada',
    phoneNumber: '6782319992',
    timezone: 'Europe/Paris',
  })
  const tollFree = await product.create(caller, { firstName: 'Bob', phoneNumber: '+18005551234' })
  const unreadable = await product.create(caller, { firstName: 'Cy', phoneNumber: 'call me' })
  const ids = [given, tollFree, unreadable].map(({ lead }) => lead.id)
  const { next, counts } = await product.infer(caller, ids)
  expect(next?.leadIds).toEqual(ids)
  expect(counts).toEqual({ leads: 3, zones: 0 })
  const read = async (id: string | undefined) => (await product.read(caller, id ?? '')).lead
  expect(await read(ids[0])).toMatchObject({
    timezone: 'Europe/Paris',
    timezoneSource: 'provided',
    timezoneConfidence: null,
  })
  expect(await read(ids[1])).toMatchObject({
    timezone: null,
    timezoneSource: null,
    timezoneConfidence: 'none',
  })
  expect(await read(ids[2])).toMatchObject({
    phoneNumber: 'call me',
    timezone: null,
    timezoneConfidence: 'none',
  })
})

test('a zone is replaced by a newer table of zones only', async () => {
  const caller = await product.makeCaller()
  const { lead } = await product.create(caller, { firstName: 'Ada', phoneNumber: '6782319992' })
  await product.infer(caller, [lead.id])
  const mark = (version: string) =>
    sql`
    update lead_timezones set zone = 'Asia/Tokyo'${sql.raw(version)} where lead_id = ${lead.id}`.execute(
      product.db,
    )
  const zone = async () => (await product.read(caller, lead.id)).lead.timezone
  await mark('')
  await product.infer(caller, [lead.id])
  expect(await zone()).toBe('Asia/Tokyo')
  await mark(`, table_version = 'older'`)
  await product.infer(caller, [lead.id])
  expect(await zone()).toBe('America/New_York')
})

test('test and deleted leads never match', async () => {
  const caller = await product.makeCaller()
  const same = { firstName: 'Ada', email: 'ada@example.com' }
  const deleted = await product.create(caller, same)
  await deleteLead(product.call(caller), deleted.lead.id)
  const trial = await product.create({ ...caller, isTest: true }, same)
  const real = await product.create(caller, same)
  await product.match(
    caller,
    [deleted, trial, real].map(({ lead }) => lead.id),
  )
  expect(await recordedOf(caller)).toEqual([])
  expect(real.matchingLeads).toEqual([])
})

test('a lead that is owed nothing any more, or something else, gets nothing from a job that read it before', async () => {
  const caller = await product.makeCaller()
  const body = { firstName: 'Ada', phoneNumber: '6782319992' }
  const [gone, changed, kept] = [
    (await product.create(caller, body)).lead.id,
    (await product.create(caller, body)).lead.id,
    (await product.create(caller, body)).lead.id,
  ]
  let jobs: Promise<unknown> | undefined
  await product.db.transaction().execute(async (trx) => {
    await sql`delete from owed_enrichments where lead_id = ${gone}`.execute(trx)
    await sql`update owed_enrichments set generation = generation + 1 where lead_id = ${changed}`.execute(trx)
    jobs = product.runJobs(caller, [gone, changed, kept])
    await waitFor('the job to wait', isSomebodyWaiting)
  })
  await jobs
  const zones = await product.db
    .selectFrom('lead_timezones')
    .select('lead_id')
    .where('workspace_id', '=', caller.workspaceId)
    .execute()
  expect(zones).toEqual([{ lead_id: kept }])
  expect((await recordedOf(caller)).map((row) => row.lead_id)).toEqual([kept])
  expect(await owedOf(caller)).toEqual([changed])
  for (const id of [gone, changed]) expect((await product.read(caller, id)).lead.activitySummary).toBeNull()
})

test('a lead that is touched while the last job waits for it keeps that, and is enriched', async () => {
  const caller = await product.makeCaller()
  const { lead } = await product.create(caller, { firstName: 'Ada', phoneNumber: '6782319992' })
  await product.db.transaction().execute(async (trx) => {
    await sql`update leads set last_name = 'Meanwhile' where id = ${lead.id}`.execute(trx)
    // Jobs lock no lead.
    expect(await product.runJobs(caller, [lead.id])).toBe(1)
  })
  expect((await product.read(caller, lead.id)).lead).toMatchObject({
    lastName: 'Meanwhile',
    timezone: 'America/New_York',
    activitySummary: expect.stringContaining('Time zone: America/New_York'),
  })
})
