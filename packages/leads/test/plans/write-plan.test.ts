import { createDatabase } from '@intake/database/create-database'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { mergeInto } from '../../src/create/merge-lead.ts'
import { createLeadWriter } from '../../src/create/writer/lead-writer.ts'
import { noAddresses } from '../../src/documents/file-signer.ts'
import { makeProduct } from '../make-product.ts'

test('a write reads no more leads when there are many, on a connection that began when there were none', async () => {
  const fresh = await makeProduct()
  const single = createDatabase({ url: fresh.database.url, maxConnections: 1 })
  const writer = createLeadWriter(
    { database: single, sealer: fresh.sealer },
    mergeInto({ files: noAddresses, sealer: fresh.sealer }),
  )
  const one = await fresh.makeCaller()
  const create = (n: number) =>
    fresh.createWith(writer, one, {
      firstName: 'Ada',
      email: `${n}@example.com`,
      phoneNumber: `+1212555${n}`,
    })
  const leadsRead = async () => {
    await sql`select pg_stat_force_next_flush()`.execute(single.db)
    const { rows } = await sql<{ read: string }>`
      select seq_tup_read + idx_tup_fetch as read from pg_stat_user_tables where relname = 'leads'`.execute(
      single.db,
    )
    return Number(rows[0]?.read)
  }
  try {
    // What is known of an empty table makes reading all of it look cheap.
    await sql`vacuum analyze leads`.execute(single.db)
    for (let n = 1000; n < 1070; n++) await create(n)
    await sql`
      insert into leads (workspace_id, id, first_name, email, email_key, phone_raw, phone_key, assignee_type, source, is_test, created_at, updated_at)
      select ${one.workspaceId}, gen_random_uuid(), 'Ada', n || '@example.com', n || '@example.com', '+1' || n, '+1' || n, 'AI_AGENT', 'api', false, now(), now()
      from generate_series(2000, 7000) as n`.execute(single.db)
    for (let n = 1070; n < 1140; n++) await create(n)
    const before = await leadsRead()
    await create(1999)
    expect((await leadsRead()) - before).toBe(0)
    // By phone and e-mail it is found in the indexes, and read twice: whether it is there still, and what it is.
    await create(2500)
    expect((await leadsRead()) - before).toBeLessThanOrEqual(4)
  } finally {
    await writer.drain()
    await single.close()
    await fresh.close()
  }
})
