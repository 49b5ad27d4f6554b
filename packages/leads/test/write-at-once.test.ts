import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createDatabaseClock, type DatabaseClock } from '../src/create/writer/database-clock.ts'
import type { Caller } from '../src/workspace/authenticate.ts'
import { makeProduct, type Product } from './make-product.ts'
import { keyed, rowsOf } from './observe-database.ts'

let product: Product
let caller: Caller
/** Hours that the clock is off. */
let hours = 0

const real = createDatabaseClock()

const clock: DatabaseClock = {
  now() {
    const time = real.now()
    return time && new Date(time.getTime() + hours * 3600_000)
  },
  heard: real.heard,
  forget: vi.fn(real.forget),
}

beforeAll(async () => {
  product = await makeProduct({ clock })
})
afterAll(() => product.close())
beforeEach(async () => {
  hours = 0
  caller = await product.makeCaller()
  await product.create(caller, { firstName: 'First', tags: ['known'] })
})

test('once the time and its tags are known, a lead takes one statement', async () => {
  const names = await product.database.namesOf(() =>
    product.create(caller, { firstName: 'Ada', tags: ['Known'] }),
  )
  expect(names).toEqual([expect.stringMatching(/^write-leads-seeking/)])
  const looked = await product.database.namesOf(() =>
    product.create(caller, { firstName: 'Ada', tags: ['new'] }),
  )
  expect(looked).toEqual([
    expect.stringMatching(/^look-up/),
    expect.stringMatching(/^write-leads-new-tags-\d+$/),
  ])
})

test('a lead without an idempotency key leaves the rows that one with a key leaves, but for the key', async () => {
  const workspace = await product.configuration.workspace(caller.workspaceId)
  const [code] = workspace?.template.itemByCode.keys() ?? []
  const checklistItems = [{ code, value: null, status: 'SKIPPED' }]
  const request = { firstName: 'Ada', didOptOut: true, tags: ['known'], checklistItems }
  const leads: string[] = []
  const names = await product.database.namesOf(async () => {
    for (const key of [null, keyed('three')])
      leads.push((await product.createWith(product.writer, caller, request, key)).lead.id)
  })
  expect(names.filter(Boolean)).toEqual([
    expect.stringMatching(/^write-leads-seeking/),
    expect.stringMatching(/^write-leads-keyed-seeking/),
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
  expect(names).toEqual([expect.stringMatching(/^write-leads-keyed-seeking/)])
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

test.each([1, -1])(
  'a clock that is %i hour off is noticed: the lead gets the database’s time',
  async (off) => {
    hours = off
    vi.mocked(clock.forget).mockClear()
    const { lead } = await product.create(caller, { firstName: 'Ada' })
    expect(clock.forget).toHaveBeenCalledTimes(off > 0 ? 1 : 0)
    const { rows } = await sql<{ behind: number }>`
    select extract(epoch from now() - created_at)::float8 as behind from leads
    where workspace_id = ${caller.workspaceId} and id = ${lead.id}`.execute(product.db)
    expect(rows[0]?.behind).toBeGreaterThan(0)
    expect(rows[0]?.behind).toBeLessThan(60)
  },
)

test('no lead is dated after its own transaction', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, n) => product.create(caller, { firstName: `Lead ${n}` })))
  const { rows } = await sql<{ early: number }>`
    select count(*)::int as early from leads l join outbox o on o.workspace_id = l.workspace_id and l.id = any (o.lead_ids)
    where l.workspace_id = ${caller.workspaceId} and l.created_at > o.created_at`.execute(product.db)
  expect(rows).toEqual([{ early: 0 }])
})
