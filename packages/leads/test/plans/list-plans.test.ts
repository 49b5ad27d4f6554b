import { createDatabase, type Database } from '@intake/database/create-database'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findListed } from '../../src/lead/find-listed.ts'
import { findByWords } from '../../src/searching/find-by-words.ts'
import { deleteWords } from '../../src/searching/write-words.ts'
import { makeProduct, type Product } from '../make-product.ts'

let product: Product
/** One connection: what it reads is counted when it asks, and nothing else is. */
let one: Database
beforeAll(async () => {
  product = await makeProduct()
  one = createDatabase({ url: product.database.url, maxConnections: 1 })
})
afterAll(async () => {
  await one.close()
  await product.close()
})

const many = 100_000

test.each(['analysed', 'never analysed'])(
  'a custom field finds its leads without reading others, in tables that were %s',
  async (state) => {
    const { db } = one
    const { workspaceId } = await product.makeCaller()
    await sql`
    insert into leads (workspace_id, id, first_name, assignee_type, source, is_test, custom, created_at, updated_at)
    select ${workspaceId}, gen_random_uuid(), 'Ada', 'AI_AGENT', 'api', false,
      jsonb_build_object('size', 'L', 'plan', case when n % 20000 = 0 then 'rare' else 'usual' end), now(), now()
    from generate_series(1, ${sql.lit(many)}) as n`.execute(db)
    await sql`
    insert into lead_searchables (workspace_id, key, lead_id)
    select workspace_id, hashtextextended(name || '=' || value, 0), id from leads cross join lateral jsonb_each_text(custom) as f (name, value) where workspace_id = ${workspaceId}`.execute(
      db,
    )
    if (state === 'knows') await sql`vacuum analyze leads, lead_searchables`.execute(db)
    const workspace = await product.configuration.workspace(workspaceId)
    if (!workspace) throw new Error('there is no workspace')
    const read = async () => {
      await sql`select pg_stat_force_next_flush()`.execute(db)
      const { rows } = await sql<{ read: number }>`
      select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read from pg_stat_user_tables
      where relname in ('leads', 'lead_searchables')`.execute(db)
      return rows[0]?.read ?? 0
    }
    for (const [plan, found] of [
      ['usual', 50],
      ['rare', 5],
      ['none', 0],
    ] as const) {
      const before = await read()
      const rows = await findListed(
        db,
        workspace,
        { isTest: false, customFields: { plan, size: 'L' } },
        { after: null },
        50,
      )
      expect(rows).toHaveLength(found)
      expect((await read()) - before, plan).toBeLessThan(500)
    }
  },
)

test.each(['analysed', 'never analysed'])(
  'a search by name, and the end of a lead’s words, read no other lead’s in tables that were %s',
  async (state) => {
    const { db } = one
    const [known, { workspaceId }] = [await product.makeCaller(), await product.makeCaller()]
    await sql`truncate lead_words`.execute(db)
    const fill = (id: string) =>
      sql`
      insert into lead_words (workspace_id, word, lead_id)
      select ${id}::uuid, word || n % 1000, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid
      from generate_series(1, ${sql.lit(many)}) as n, unnest(array['first', 'last']) as word`.execute(db)
    await fill(known.workspaceId)
    // The statistics know nothing of the other workspace.
    if (state === 'analysed') await sql`analyze lead_words`.execute(db)
    await fill(workspaceId)
    const reads = async (work: () => Promise<unknown>) => {
      const read = async () => {
        await sql`select pg_stat_force_next_flush()`.execute(db)
        const { rows } = await sql<{ read: number }>`
          select sum(seq_tup_read + idx_tup_read)::int as read from (
            select seq_tup_read, 0 as idx_tup_read from pg_stat_user_tables where relname = 'lead_words'
            union all select 0, idx_tup_read from pg_stat_user_indexes where relname = 'lead_words') as of_both`.execute(
          db,
        )
        return rows[0]?.read ?? 0
      }
      const before = await read()
      await work()
      return (await read()) - before
    }
    const find = (text: string) => findByWords({ db }, { workspaceId, text, limit: 50 })
    expect(await reads(() => find('first123'))).toBeLessThan(500)
    expect(await reads(() => find('last7 first77'))).toBeLessThan(50_000)
    const ids = [1, 2, 3].map((n) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`)
    expect(await reads(() => deleteWords(db, workspaceId, ids))).toBeLessThan(100)
    const left = await db
      .selectFrom('lead_words')
      .select('workspace_id')
      .distinct()
      .where('lead_id', 'in', ids)
      .execute()
    expect(left).toEqual([{ workspace_id: known.workspaceId }])
  },
)
