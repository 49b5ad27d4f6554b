import { CreateLeadRequest } from '@intake/contracts/create-lead'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createLead } from '../src/create/create-lead.ts'
import type { Caller } from '../src/workspace/caller.ts'
import { makeProduct, type Product } from './make-product.ts'
import { keyed, rowsOf } from './observe-database.ts'

let product: Product
let caller: Caller

beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())
beforeEach(async () => {
  caller = await product.makeCaller()
  await product.create(caller, { firstName: 'First', tags: ['known'] })
})

test('a lead takes one statement, whether or not its tags are known', async () => {
  const namesOf = (tags: string[]) =>
    product.database.namesOf(() => product.create(caller, { firstName: 'Ada', tags }))
  expect(await namesOf(['Known'])).toEqual([expect.stringMatching(/^write-leads-\d+$/)])
  expect(await namesOf(['new'])).toEqual([expect.stringMatching(/^write-leads-new-tags-\d+$/)])
  expect(await namesOf(['New'])).toEqual([expect.stringMatching(/^write-leads-\d+$/)])
})

test('tags are spelled as the workspace saw them first, whichever process made them', async () => {
  const second = await makeProduct({}, product.database)
  const [one, other] = await Promise.all([
    product.create(caller, { firstName: 'Ada', tags: ['KNOWN', 'Fresh'] }),
    second.create(caller, { firstName: 'Ada', tags: ['known', 'fresh'] }),
  ])
  const { rows } = await sql<{ name: string }>`
    select name from tags where workspace_id = ${caller.workspaceId} and tag_key = 'fresh'`.execute(
    product.db,
  )
  expect(rows).toHaveLength(1)
  for (const { lead } of [one, other]) expect(lead.tags).toEqual(['known', rows[0]?.name])
  await second.close()
})

test('a lead without an idempotency key leaves the rows that one with a key leaves, but for the key', async () => {
  const workspace = await product.configuration.workspace(caller.workspaceId)
  const [code] = workspace?.template.itemByCode.keys() ?? []
  const checklistItems = [{ code, value: null, status: 'SKIPPED' }]
  const request = { firstName: 'Ada', emailVerified: true, tags: ['known'], checklistItems }
  const leads: string[] = []
  const names = await product.database.namesOf(async () => {
    for (const key of [null, keyed('three')])
      leads.push((await product.createWith(product.writer, caller, request, key)).lead.id)
  })
  expect(names.filter(Boolean)).toEqual([
    expect.stringMatching(/^write-leads-\d/),
    expect.stringMatching(/^write-leads-keyed/),
    expect.stringMatching(/^store-answers/),
  ])
  const [plain, withKey] = await Promise.all(leads.map((id) => rowsOf(product.db, id)))
  expect(Object.values(plain).map((rows) => (rows as object[]).length)).toEqual([1, 1, 1, 1, 1])
  expect(plain).toEqual(withKey)
})

test('a repeated call is refused by the one statement, though it matches what its first call wrote', async () => {
  const create = () =>
    product.createWith(product.writer, caller, { firstName: 'Ada', email: 'ada@example.com' }, keyed('one'))
  const first = await create()
  const names = await product.database.namesOf(async () => expect(await create()).toEqual(first))
  expect(names.filter(Boolean)).toEqual([expect.stringMatching(/^write-leads-keyed/)])
})

test('an answer names no lead of its batch that was refused, nor does the one that is kept', async () => {
  await product.createWith(product.writer, caller, { firstName: 'Other' }, keyed('taken'))
  const reused = { ...keyed('taken'), fingerprint: Buffer.alloc(32) }
  const request = { firstName: 'Ada', email: 'ada@example.com' }
  const [refused, ...taken] = await Promise.allSettled([
    product.createWith(product.writer, caller, request, reused),
    product.createWith(product.writer, caller, request, keyed('free')),
    product.createWith(product.writer, caller, request),
  ])
  expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'idempotency_key_reused' } })
  const [first, second] = taken.map((each) => (each.status === 'fulfilled' ? each.value : null))
  expect(first?.matchingLeads).toEqual([])
  expect(second?.matchingLeads.map(({ id }) => id)).toEqual([first?.lead.id])
  expect(await product.createWith(product.writer, caller, request, keyed('free'))).toEqual(first)
})

test.each(['full', 'minimal'] as const)(
  'a call whose process ended between commit and answer is answered by the next, and that answer stays: %s',
  async (form) => {
    const workspace = await product.configuration.workspace(caller.workspaceId)
    const [code] = workspace?.template.itemByCode.keys() ?? []
    const request = {
      firstName: 'Ada',
      email: 'ada@example.com',
      tags: ['known'],
      checklistItems: [{ code, value: 'x' }],
    }
    const ctx = { ...product.call(caller, keyed(`cut ${form}`)), form }
    const create = async () => (await createLead(ctx, { request: CreateLeadRequest.parse(request) })).body
    const first = await create()
    await product.db
      .updateTable('idempotency_keys')
      .set({ body: null })
      .where('workspace_id', '=', caller.workspaceId)
      .execute()
    const [again, beside] = await Promise.all([create(), create()])
    expect(JSON.parse(again)).toEqual(JSON.parse(first))
    expect(beside).toBe(again)
    await product.create(caller, { firstName: 'Grace', email: 'ada@example.com' })
    expect(await create()).toBe(again)
    const { rows } = await sql<{ ids: string[] }>`
      select lead_ids as ids from idempotency_keys where workspace_id = ${caller.workspaceId}`.execute(
      product.db,
    )
    expect(rows).toEqual([{ ids: [JSON.parse(first).lead.id] }])
  },
)

test('no lead is dated after its own transaction', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, n) => product.create(caller, { firstName: `Lead ${n}` })))
  const { rows } = await sql<{ early: number }>`
    select count(*)::int as early from leads l join outbox o on o.workspace_id = l.workspace_id and l.id = any (o.lead_ids)
    where l.workspace_id = ${caller.workspaceId} and l.created_at > o.created_at`.execute(product.db)
  expect(rows).toEqual([{ early: 0 }])
})
