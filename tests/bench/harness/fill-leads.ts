import pg from 'pg'
import { fillStatement } from './fill-statement.ts'

export interface FillOrder {
  databaseUrl: string
  workspaceId: string
  leads: number
  /** The first one's number; a fill of the same workspace must begin where the last one ended. */
  first?: number
  /** Whether they still wait for their enrichment. Nothing is in the outbox yet. */
  owed: boolean
  filled?(leads: number): void
}

const leadsAtOnce = 20_000
const tables =
  'leads, lead_tags, action_logs, lead_timezones, activity_facts, lead_matches, owed_enrichments, outbox'

/** Puts leads into the tables as the service writes them, and vacuums and analyses these. The workspace must have the bodies' tags. */
export async function fillLeads(order: FillOrder): Promise<void> {
  const { databaseUrl, workspaceId, leads, first = 1, owed, filled } = order
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    // Rows that fit together by how they are made needn't be checked against one another.
    await client.query(
      `set session_replication_role = replica; set synchronous_commit = off; set work_mem = '128MB'`,
    )
    const end = first + leads
    for (let from = first; from < end; from += leadsAtOnce) {
      const to = Math.min(end, from + leadsAtOnce) - 1
      await client.query(fillStatement, [workspaceId, from, to, end - 1, owed])
      filled?.(to - first + 1)
    }
    await client.query(`vacuum (analyze) ${tables}`)
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
}
