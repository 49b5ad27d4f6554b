import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLeads, readLeadsOf } from '../src/lead/read-leads.ts'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())

test('leads are read with every column, their tags, zone and facts, in the order of their ids, each of its own workspace', async () => {
  const [caller, other] = [await product.makeCaller(), await product.makeCaller()]
  const { lead } = await product.create(caller, {
    firstName: 'Ada',
    middleName: 'King',
    lastName: 'Lovelace',
    businessName: 'Analytical Engines',
    email: 'ada@example.com',
    phoneNumber: '2122310147',
    externalLeadId: 'ada',
    timezone: 'Europe/London',
    tags: ['second', 'a “first”'],
    checklistItems: [{ code: 'tax_id', value: '12-3456789' }],
  })
  await sql`
    update leads set external_portal_link = 'https://example.com/', website = 'https://example.com/', status_set = 'NOT_INTERESTED',
      phone_verified_at = now(), submitted_at = '2026-11-28 05:00:00.123456+05:30', opt_out_at = now(), email_verified_at = now(),
      phone_extension = '12', custom = '{"budget": 3}', attribution = '{"utm": {}}'
    where id = ${lead.id}`.execute(product.db)
  const bare = await product.create(caller, { firstName: 'Ada', phoneNumber: '2123456789' })
  const foreign = await product.create(other, { firstName: 'Mary' })
  await product.runJobs(caller, [lead.id, bare.lead.id])
  await sql`update leads set deleted_at = now() where id = ${bare.lead.id}`.execute(product.db)

  const read = await readLeads(product, caller.workspaceId, [bare.lead.id, foreign.lead.id, lead.id])
  expect(read.map((one) => [one.lead.first_name, one.tags, one.zone?.zone ?? null])).toEqual([
    ['Ada', [], 'America/New_York'],
    ['Ada', ['second', 'a “first”'], null],
  ])
  expect(read[1]?.activity).toMatchObject({
    headline: 'Lead created',
    tags_set: 2,
    items_set: 1,
    zone: 'Europe/London',
  })
  // Every column has something in it; the other lead is deleted.
  const empty = Object.entries(read[1]?.lead ?? {}).filter(([, value]) => value === null)
  expect(empty.map(([column]) => column)).toEqual(['deleted_at'])

  const both = await readLeadsOf(product, [
    { workspaceId: other.workspaceId, id: foreign.lead.id },
    { workspaceId: other.workspaceId, id: lead.id },
    { workspaceId: caller.workspaceId, id: lead.id },
  ])
  expect(both.map((one) => one.lead.id)).toEqual([foreign.lead.id, lead.id])
})
