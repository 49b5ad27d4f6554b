import { UpdateLeadRequest } from '@intake/contracts/update-lead'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { updateLead } from '../src/lead/update-lead.ts'
import type { Caller } from '../src/workspace/caller.ts'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())

async function update(caller: Caller, id: string, request: Record<string, unknown>) {
  await updateLead(product.call(caller), { leadId: id, request: UpdateLeadRequest.parse(request) })
  return (await product.read(caller, id)).lead
}

async function made(caller: Caller, request: Record<string, unknown>): Promise<string> {
  const { lead } = await product.create(caller, { firstName: 'Ada', ...request })
  await product.runJobs(caller, [lead.id])
  return lead.id
}

const zoneOf = async (caller: Caller, id: string) => {
  await product.runJobs(caller, [id])
  const { timezone, timezoneSource } = (await product.read(caller, id)).lead
  return [timezone, timezoneSource]
}

test('a new phone gets a new zone, none gets none', async () => {
  const caller = await product.makeCaller()
  const id = await made(caller, { phoneNumber: '6782319992' })
  expect(await update(caller, id, { lastName: 'X' })).toMatchObject({ timezone: 'America/New_York' })
  expect(await update(caller, id, { phoneNumber: '2137365000' })).toMatchObject({ timezone: null })
  expect(await zoneOf(caller, id)).toEqual(['America/Los_Angeles', 'phone'])
  await update(caller, id, { phoneNumber: null })
  expect(await zoneOf(caller, id)).toEqual([null, null])
})

test('a provided zone stays whatever the phone; once cleared, the phone tells it', async () => {
  const caller = await product.makeCaller()
  const id = await made(caller, { phoneNumber: '6782319992', timezone: 'Europe/Paris' })
  await update(caller, id, { phoneNumber: '2137365000' })
  expect(await zoneOf(caller, id)).toEqual(['Europe/Paris', 'provided'])
  await update(caller, id, { timezone: null })
  expect(await zoneOf(caller, id)).toEqual(['America/Los_Angeles', 'phone'])
  await update(caller, id, { timezone: 'Asia/Tokyo' })
  expect(await zoneOf(caller, id)).toEqual(['Asia/Tokyo', 'provided'])
})

test('what is recorded follows phone and e-mail, and is the lead’s own', async () => {
  const caller = await product.makeCaller()
  const both = { phoneNumber: '6782319992', email: 'ada@example.com' }
  const [one, two] = [await made(caller, both), await made(caller, both)]
  const recorded = async () =>
    product.db
      .selectFrom('lead_matches')
      .select(['lead_id', 'found'])
      .where('workspace_id', '=', caller.workspaceId)
      .execute()
  const ofTwo = (...on: string[]) => [{ lead_id: two, found: [{ leadId: one, on }] }]
  expect(await recorded()).toEqual(ofTwo('phone', 'email'))
  await update(caller, two, { phoneNumber: '2137365000' })
  await product.runJobs(caller, [two])
  expect(await recorded()).toEqual(ofTwo('email'))
  await update(caller, two, { email: null })
  await product.runJobs(caller, [two])
  expect(await recorded()).toEqual([])
  expect((await product.read(caller, two)).lead.activitySummary).not.toContain('duplicate')
})

test('entries of several calls are all completed, the newest tells the summary', async () => {
  const caller = await product.makeCaller()
  const { lead } = await product.create(caller, { firstName: 'Ada' })
  await update(caller, lead.id, { lastName: 'X' })
  await update(caller, lead.id, {})
  await product.runJobs(caller, [lead.id])
  const read = await product.read(caller, lead.id)
  const entries = read.actionLogs.filter((log) => log.type === 'API_ACTIVITY')
  expect(entries.map((log) => log.summary)).toEqual(['Lead updated', 'Lead updated', 'Lead created'])
  for (const entry of entries) expect(entry.output).toMatchObject({ lines: expect.any(Array) })
  expect(read.lead.activitySummary).toMatch(/^Lead updated\. Still missing: /)
})

test('a job for an older generation does not count for a change, even if its row was gone between', async () => {
  const caller = await product.makeCaller()
  const id = await made(caller, { phoneNumber: '6782319992' })
  await update(caller, id, { phoneNumber: '2137365000' })
  await product.match(caller, [id], [1])
  await product.enrich(caller, [id], [1])
  expect(await zoneOf(caller, id)).toEqual(['America/Los_Angeles', 'phone'])
})

test('changes of a lead and its jobs, all at once, end in the right zone', async () => {
  const caller = await product.makeCaller()
  const id = await made(caller, { phoneNumber: '6782319992' })
  const phones = ['2137365000', '6782319992', '3127365000', '2137365000']
  for (const phoneNumber of phones)
    await Promise.all([
      update(caller, id, { phoneNumber }),
      product.runJobs(caller, [id]),
      update(caller, id, { lastName: phoneNumber }),
      product.runJobs(caller, [id]),
    ])
  expect(await zoneOf(caller, id)).toEqual(['America/Los_Angeles', 'phone'])
  const { actionLogs } = await product.read(caller, id)
  for (const log of actionLogs.filter(({ type }) => type === 'API_ACTIVITY'))
    expect(log.output).toMatchObject({ lines: expect.any(Array) })
})
