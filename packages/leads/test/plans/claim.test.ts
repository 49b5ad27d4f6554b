import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createOutbox } from '../../src/outbox/outbox.ts'
import { announce } from '../announce.ts'
import { makeProduct, type Product } from '../make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
beforeEach(async () => void (await product.db.deleteFrom('outbox').execute()))
afterAll(() => product.close())

async function read(): Promise<number> {
  await sql`select pg_stat_force_next_flush()`.execute(product.db)
  const { rows } = await sql<{ read: number }>`
    select (seq_tup_read + idx_tup_fetch)::int as read from pg_stat_user_tables where relname = 'outbox'`.execute(
    product.db,
  )
  return rows[0]?.read ?? 0
}

test.each(['never analysed', 'vacuumed while empty', 'analysed'])(
  'after claims that found nothing, a claim reads no more of a backlog than it takes: outbox %s',
  async (state) => {
    const { workspaceId } = await product.makeCaller()
    const others = await Promise.all(Array.from({ length: 9 }, () => product.makeCaller()))
    if (state === 'vacuumed while empty') await sql`vacuum outbox`.execute(product.db)
    const outbox = createOutbox(product.db)
    for (let run = 0; run < 20; run++) await outbox.claim(async () => undefined)
    for (let part = 0; part < 5; part++) await announce(product.db, workspaceId, 4000)
    if (state === 'analysed') await sql`analyze outbox`.execute(product.db)
    for (const trickling of others) await announce(product.db, trickling.workspaceId, 2)
    const before = await read()
    for (let run = 0; run < 5; run++) expect((await outbox.claim(async () => undefined)).leads).toBe(200)
    expect((await read()) - before).toBeLessThan(5 * 200 * 5)
  },
)
