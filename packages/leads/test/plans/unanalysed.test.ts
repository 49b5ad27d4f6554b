import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeProduct, type Product } from '../make-product.ts'

let product: Product
beforeAll(async () => {
  product = await makeProduct()
})
afterAll(() => product.close())

test('jobs find their leads by id in tables that were never analysed: none reads the backlog', async () => {
  const { db } = product
  const caller = await product.makeCaller()
  const create = () =>
    product.create(caller, { firstName: 'Ada', phoneNumber: `678231${randomInt(1000, 9999)}` })
  const ids = await Promise.all(Array.from({ length: 600 }, async () => (await create()).lead.id))
  const read = async () => {
    await sql`select pg_stat_force_next_flush()`.execute(db)
    const { rows } = await sql<{ read: number }>`
      select sum(seq_tup_read + idx_tup_fetch)::int as read from pg_stat_user_tables
      where relname in ('leads', 'owed_enrichments', 'action_logs')`.execute(db)
    return rows[0]?.read ?? 0
  }
  const { rows } =
    await sql`select from pg_stat_user_tables where relname = 'leads' and last_autoanalyze is not null`.execute(
      db,
    )
  expect(rows).toEqual([])
  const before = await read()
  const jobs = 20
  for (let job = 0; job < jobs; job++) {
    const some = ids.slice(job * 5, job * 5 + 5)
    await product.runJobs(caller, some)
  }
  // Some seventy row visits a lead; a job that reads the backlog makes hundreds of each.
  expect(((await read()) - before) / (jobs * 5)).toBeLessThan(150)
})
