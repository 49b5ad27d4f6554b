import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NewLead } from '../src/create/new-lead.ts'
import { readLeads } from '../src/lead/read-leads.ts'
import { readMatches } from '../src/matching/read-matches.ts'
import { makeProduct, type Product } from './make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())

test('matches are read as leads are read otherwise, in the order of their ids', async () => {
  const caller = await product.makeCaller()
  const { lead } = await product.create(caller, {
    firstName: 'Ada',
    middleName: 'King',
    lastName: 'Lovelace',
    businessName: 'Analytical Engines',
    email: 'ada@example.com',
    phoneNumber: '2125550147',
    externalLeadId: 'ada',
    tags: ['second', 'a “first”'],
  })
  await sql`
    update leads set activity_summary = 'Called', external_portal_link = 'https://example.com/', website = 'https://example.com/',
      timezone = 'America/New_York', timezone_source = 'phone', timezone_confidence = 'medium',
      timezone_inference = '{"alternatives": ["America/Chicago"], "share": 0.25, "basis": "area code", "tableVersion": "2026-11"}',
      status_set = 'NOT_INTERESTED', phone_verified_at = now(), submitted_at = '2026-11-28 05:00:00.123456+05:30',
      enriched_at = now() - interval '1 year', opt_out_at = now(), email_verified_at = now()
    where id = ${lead.id}`.execute(product.db)
  const bare = await product.create(caller, { firstName: 'Ada', email: 'ADA@example.com' })

  await sql`update leads set deleted_at = now() where id = ${bare.lead.id}`.execute(product.db)
  const ids = [bare.lead.id, lead.id]
  const read = await readLeads(product.db, caller.workspaceId, ids)
  const batch = Array(2).fill({ fields: { workspace_id: caller.workspaceId } }) as NewLead[]
  const matchIds = new Map([
    [0, ids],
    [1, ids.toReversed()],
  ])
  const matches = await readMatches(product.database.pool, batch, matchIds)
  expect(matches.get(0)).toEqual(read)
  expect(matches.get(1)).toEqual(read.toReversed())
  // Every column has been compared with something in it; the other lead is deleted.
  const empty = Object.entries(read[1]?.lead ?? {}).filter(([, value]) => value === null)
  expect(empty.map(([column]) => column)).toEqual(['deleted_at'])
})
