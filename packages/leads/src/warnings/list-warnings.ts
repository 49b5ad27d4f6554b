import type { ListWarningsAnswer, ListWarningsQuery, WarningKind } from '@intake/contracts/warnings'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { type Caller, requireScope } from '../workspace/caller.ts'

const maxShown = 200

interface Row {
  kind: WarningKind
  subject: string
  count: number
  first_seen: Date
  last_seen: Date
  examples: string[]
}

/** What the workspace's integration gets wrong, over some days, what was seen last first. A few seconds behind. */
export async function listWarnings(
  ctx: { db: Db; caller: Caller },
  { kind, days }: ListWarningsQuery,
): Promise<ListWarningsAnswer> {
  requireScope(ctx.caller, 'leads:read')
  const { rows } = await sql<Row>`
    select kind, subject, sum(count)::float8 as count, min(first_seen) as first_seen, max(last_seen) as last_seen,
      (array_agg(examples order by day desc))[1] as examples
    from ingestion_warnings
    where workspace_id = ${ctx.caller.workspaceId} and day > (now() at time zone 'utc')::date - ${days}::int
      and (${kind ?? null}::text is null or kind = ${kind ?? null})
    group by kind, subject order by max(last_seen) desc, kind, subject limit ${sql.lit(maxShown + 1)}`.execute(
    ctx.db,
  )
  return {
    warnings: rows.slice(0, maxShown).map((row) => ({
      kind: row.kind,
      subject: row.subject,
      count: row.count,
      firstSeen: row.first_seen.toISOString(),
      lastSeen: row.last_seen.toISOString(),
      requestIds: row.examples,
    })),
    more: rows.length > maxShown,
  }
}
