import { createDatabase, type Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enrichActivity } from '../../src/enrichment/enrich-activity.ts'
import { inferTimezones } from '../../src/enrichment/infer-timezones.ts'
import { doneOf } from '../../src/enrichment/leads-job.ts'
import { matchDuplicates } from '../../src/enrichment/match-duplicates.ts'
import type { Caller } from '../../src/workspace/caller.ts'
import { makeProduct, type Product } from '../make-product.ts'

const rows = 100_000
const tables = [
  'leads',
  'owed_enrichments',
  'lead_timezones',
  'lead_matches',
  'action_logs',
  'activity_facts',
  'checklist_items',
]

let product: Product
let large: Caller
let unknown: Caller
beforeAll(async () => {
  product = await makeProduct()
  ;[large, unknown] = [await product.makeCaller(), await product.makeCaller()]
  // So many leads of one workspace, all with one phone; the statistics know no other workspace.
  const ofEach = (text: string) => sql.raw(text.replaceAll('$w', `'${large.workspaceId}'::uuid`))
  const id = (kind: number) => `('00000000-000${kind}-7000-8000-' || lpad(n::text, 12, '0'))::uuid`
  const from = `from generate_series(1, ${rows}) n`
  for (const text of [
    `insert into leads (workspace_id, id, first_name, phone_raw, phone_e164, phone_key, assignee_type, source, is_test, created_at, updated_at)
     select $w, ${id(1)}, 'Ada', '+16782319992', '+16782319992', '+16782319992', 'AI_AGENT', 'api', false, now(), now() ${from}`,
    `insert into owed_enrichments (workspace_id, lead_id, action_log_id) select $w, ${id(1)}, ${id(2)} ${from}`,
    `insert into lead_timezones (workspace_id, lead_id, phone_e164, zone, confidence, table_version)
     select $w, ${id(1)}, '+16782319992', 'America/New_York', 'high', '0' ${from}`,
    `insert into lead_matches (workspace_id, lead_id, found) select $w, ${id(1)}, '[]' ${from}`,
    `insert into action_logs (workspace_id, lead_id, id, type, status, created_at)
     select $w, ${id(1)}, ${id(2)}, 'API_ACTIVITY', 'COMPLETED', now() ${from}`,
    `insert into activity_facts (workspace_id, lead_id, action_log_id, at) select $w, ${id(1)}, ${id(2)}, now() ${from}`,
    `insert into checklist_items (workspace_id, id, lead_id, code, label, field_type, is_required, position)
     select $w, ${id(3)}, ${id(1)}, 'OWN', 'Own', 'TEXT', false, 0 ${from}`,
  ])
    await ofEach(text).execute(product.db)
  for (const table of tables) await sql`analyze ${sql.table(table)}`.execute(product.db)
}, 120_000)
afterAll(() => product.close())

/** Rows that the statements of a transaction have looked at so far. */
async function looked(trx: Db): Promise<number> {
  const { rows: found } = await sql<{ read: number }>`
    select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read from pg_stat_xact_user_tables
    where relname = any(${tables})`.execute(trx)
  return found[0]?.read ?? 0
}

test.each(['unknown', 'large'])(
  'each statement of a job starts from its leads: the %s workspace, whatever the statistics say',
  async (which) => {
    const caller = which === 'large' ? large : unknown
    const leads = 60
    const create = (n: number) =>
      product.create(caller, { firstName: 'Ada', phoneNumber: '6782319992', email: `${n}@some-company.com` })
    const ids: string[] = []
    for (let n = 0; n < leads; n++) ids.push((await create(n)).lead.id)
    // A connection of its own, whose plans are made for each run.
    const one = createDatabase({ url: product.database.url, maxConnections: 1 })
    const { configuration } = product
    const job = { workspaceId: caller.workspaceId, leadIds: ids }
    const stages = [inferTimezones, matchDuplicates, enrichActivity]
    const reads: number[] = []
    let next = doneOf({ ...job, requestIds: ids }, new Map(ids.map((id) => [id, 1])))
    for (const stage of stages) {
      const todo = next
      if (!todo) throw new Error('nothing is left to do')
      await one.db.transaction().execute(async (trx) => {
        next = (await stage({ db: trx, configuration }, todo)).next
        reads.push(await looked(trx))
      })
    }
    await one.close()
    // Two contacts of each lead have at most 25 matches; a plan that starts elsewhere reads 100,000.
    for (const read of reads) expect(read).toBeLessThan(leads * 150)
    expect(reads.every((read) => read > 0)).toBe(true)
  },
  60_000,
)
