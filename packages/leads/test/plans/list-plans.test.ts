import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findListed } from '../../src/lead/find-listed.ts'
import { makeProduct, type Product } from '../make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())

const many = 100_000

test.each(['analysed', 'never analysed'])(
  'a custom field finds its leads without reading others, in tables that were %s',
  async (state) => {
    const { db } = product
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
        null,
        50,
      )
      expect(rows).toHaveLength(found)
      expect((await read()) - before, plan).toBeLessThan(500)
    }
  },
)
