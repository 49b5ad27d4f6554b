import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())

async function owed() {
  return product.db.selectFrom('owed_enrichments').selectAll().execute()
}

async function outboxTopics(workspaceId: string) {
  const rows = await product.db
    .selectFrom('outbox')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .execute()
  return rows.map((row) => ({ topic: row.topic, leadIds: row.lead_ids }))
}

test('a lead gets its zone, its matches and a timeline that a person can read', async () => {
  const caller = await product.makeCaller()
  const older = await product.create(caller, { firstName: 'Ada', phoneNumber: '(678) 231-9992' })
  const newer = await product.create(caller, {
    firstName: 'Grace',
    phoneNumber: '+1 678 231 9992',
    tags: ['VIP'],
    checklistItems: [{ code: 'business_name', value: 'Hopper Ltd' }],
  })
  const ids = [older.lead.id, newer.lead.id]
  await product.infer(caller, ids)
  await product.match(caller, ids)
  await product.enrich(caller, ids)

  const read = await product.read(caller, newer.lead.id)
  expect(read.lead).toMatchObject({
    timezone: 'America/New_York',
    timezoneSource: 'phone',
    timezoneConfidence: 'high',
  })
  expect(read.lead.activitySummary).toMatch(
    /^Lead created\. Set: firstName, phoneNumber, 1 tag, 1 checklist item\. Phone: US, .*\. Time zone: America\/New_York \(high confidence\), local time \d\d:\d\d\. 1 possible duplicate \(same phone number\)\. Still missing: Tax ID, Bank statements\.$/,
  )
  const [note, activity] = read.actionLogs
  expect(note).toMatchObject({
    type: 'SYSTEM_NOTE',
    output: { matchingLeadId: older.lead.id, matchedOn: ['phone'] },
  })
  expect(activity).toMatchObject({
    type: 'API_ACTIVITY',
    summary: 'Lead created',
    output: {
      fieldsSet: ['firstName', 'phoneNumber'],
      phone: { number: '+16782319992', country: 'US', parsed: true },
      timezone: { zone: 'America/New_York', source: 'phone', confidence: 'high', alternatives: [] },
      matches: { phone: 1, email: 0, total: 1 },
      missingRequiredItems: ['Tax ID', 'Bank statements'],
    },
  })
  const olderRead = await product.read(caller, older.lead.id)
  expect(olderRead.actionLogs.filter((log) => log.type === 'SYSTEM_NOTE')).toHaveLength(1)
  expect(await owed()).toEqual([])
})

test('whichever job comes last announces the lead, once', async () => {
  const caller = await product.makeCaller()
  const { lead } = await product.create(caller, { firstName: 'Ada', phoneNumber: '6782319992' })
  await product.enrich(caller, [lead.id])
  expect((await product.read(caller, lead.id)).lead.activitySummary).toBeNull()
  await Promise.all([
    product.infer(caller, [lead.id]),
    product.match(caller, [lead.id]),
    product.infer(caller, [lead.id]),
    product.match(caller, [lead.id]),
  ])
  const topics = await outboxTopics(caller.workspaceId)
  expect(topics.filter(({ topic }) => topic === 'lead.inferred-and-matched')).toEqual([
    { topic: 'lead.inferred-and-matched', leadIds: [lead.id] },
  ])
})

test('every job run twice, and at once, has its effect once', async () => {
  const caller = await product.makeCaller()
  const leads = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      product.create(caller, { firstName: `Twin ${index}`, email: 'Twin@Example.com' }),
    ),
  )
  const ids = leads.map(({ lead }) => lead.id)
  await Promise.all([
    ...ids.map((id) => product.match(caller, [id])),
    product.match(caller, ids),
    product.infer(caller, ids),
  ])
  await Promise.all([product.enrich(caller, ids), product.enrich(caller, [...ids].reverse())])
  const matches = await product.db
    .selectFrom('lead_matches')
    .selectAll()
    .where('workspace_id', '=', caller.workspaceId)
    .execute()
  expect(matches).toHaveLength(20 * 19)
  for (const id of ids) {
    const { actionLogs, lead } = await product.read(caller, id)
    expect(actionLogs.filter((log) => log.type === 'API_ACTIVITY')).toHaveLength(1)
    const noted = actionLogs
      .filter((log) => log.type === 'SYSTEM_NOTE')
      .map((log) => JSON.stringify(log.output))
    expect(new Set(noted).size).toBe(19)
    expect(noted).toHaveLength(19)
    expect(lead.activitySummary).toContain('19 possible duplicates (same e-mail address)')
  }
  expect((await owed()).filter((row) => ids.includes(row.lead_id))).toEqual([])
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
  await product.infer(caller, ids)
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

test('test and deleted leads never match', async () => {
  const caller = await product.makeCaller()
  const same = { firstName: 'Ada', email: 'ada@example.com' }
  const deleted = await product.create(caller, same)
  await product.db
    .updateTable('leads')
    .set({ deleted_at: new Date() })
    .where('workspace_id', '=', caller.workspaceId)
    .where('id', '=', deleted.lead.id)
    .execute()
  const trial = await product.create({ ...caller, isTest: true }, same)
  const real = await product.create(caller, same)
  const ids = [deleted, trial, real].map(({ lead }) => lead.id)
  await product.match(caller, ids)
  const rows = await product.db
    .selectFrom('lead_matches')
    .selectAll()
    .where('workspace_id', '=', caller.workspaceId)
    .execute()
  expect(rows).toEqual([])
  expect(real.matchingLeads).toEqual([])
})
