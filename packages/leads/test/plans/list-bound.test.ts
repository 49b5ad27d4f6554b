import { createDatabase, type Database } from '@intake/database/create-database'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PageQuery, readPage } from '../../src/lead/list-leads.ts'
import type { Caller } from '../../src/workspace/caller.ts'
import { makeProduct, type Product } from '../make-product.ts'

const many = 12_000

let product: Product
/** One connection: what it reads is counted when it asks, and nothing else is. */
let one: Database
let caller: Caller
/** The oldest lead: opted out, in a zone of its own, and the only one that is. */
const oldest = '00000000-0000-7000-8000-000000000001'
beforeAll(async () => {
  product = await makeProduct()
  one = createDatabase({ url: product.database.url, maxConnections: 1 })
  caller = await product.makeCaller()
  await sql`
    insert into leads (workspace_id, id, first_name, assignee_type, source, is_test, created_at, updated_at, opt_out_at, timezone)
    select ${caller.workspaceId}, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Ada', 'AI_AGENT', 'api', false, now(), now(),
      case when n = 1 then now() end, case when n = 1 then 'Pacific/Honolulu' end
    from generate_series(1, ${sql.lit(many)}) as n`.execute(one.db)
}, 60_000)
afterAll(async () => {
  await one.close()
  await product.close()
})

async function rowsRead(): Promise<number> {
  await sql`select pg_stat_force_next_flush()`.execute(one.db)
  const { rows } = await sql<{ read: number }>`
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read from pg_stat_user_tables where relname = 'leads'`.execute(
    product.db,
  )
  return rows[0]?.read ?? 0
}

test.each([
  ['by OPTED_OUT', { status: 'OPTED_OUT' }],
  ['by zone', { timezone: 'Pacific/Honolulu' }],
  ['by both', { status: 'OPTED_OUT', timezone: 'Pacific/Honolulu' }],
] as [string, PageQuery][])(
  'a page %s looks through 5,000 leads at most, and its cursor goes on from there',
  async (_, query) => {
    const ctx = { ...product.call(caller), db: one.db }
    const counts: number[] = []
    const looked: number[] = []
    const ids: string[] = []
    for (let cursor: string | undefined; ; ) {
      const before = await rowsRead()
      const page = await readPage(ctx, { ...query, cursor, limit: 10 } as PageQuery)
      looked.push((await rowsRead()) - before)
      counts.push(page.leads.length)
      ids.push(...page.leads.map(({ id }) => id))
      if (page.nextCursor === null) break
      cursor = page.nextCursor
    }
    expect(counts).toEqual([0, 0, 1])
    expect(ids).toEqual([oldest])
    // Once for what is asked, once for where the page ends.
    expect(Math.max(...looked)).toBeLessThan(2 * 5000 + 100)
  },
)

test('a page of a workspace that the statistics don’t know reads what it shows, and little more', async () => {
  const ctx = { ...product.call(caller), db: one.db }
  const before = await rowsRead()
  const page = await readPage(ctx, { limit: 50 } as PageQuery)
  expect(page.leads).toHaveLength(50)
  // Once to find them, and some of them to present them.
  expect((await rowsRead()) - before).toBeLessThan(50 * 5)
})

test.each(['REVIEW', 'COMPLETED', 'NOT_INTERESTED'] as const)(
  'none is %s: three pages say so',
  async (status) => {
    let pages = 0
    let cursor: string | undefined
    do {
      const page = await readPage({ ...product.call(caller), db: one.db }, {
        status,
        cursor,
        limit: 10,
      } as PageQuery)
      expect(page.leads).toEqual([])
      cursor = page.nextCursor ?? undefined
      pages += 1
    } while (cursor)
    expect(pages).toBe(3)
  },
)

test('those that most have come page by page, each once, in both orders', async () => {
  for (const isOldestFirst of [false, true]) {
    const ids = new Set<string>()
    let cursor: string | undefined
    do {
      const query = { status: 'IN_PROGRESS', cursor, limit: 100, isOldestFirst } as PageQuery
      const page = await readPage({ ...product.call(caller), db: one.db }, query)
      for (const { id } of page.leads) ids.add(id)
      cursor = page.nextCursor ?? undefined
    } while (cursor && ids.size < 700)
    expect(ids.size).toBe(700)
  }
})
