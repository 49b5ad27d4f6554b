import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** How sources and submissions of all workspaces stand. */
export interface IntakeBacklog {
  /** Submissions that wait to be fetched, and those that wait for a person. */
  received: number
  quarantined: number
  /** How long the quarantined one has waited that waits longest; 0 when none does. */
  oldestQuarantinedSeconds: number
  /** Sources by health, paused ones apart. */
  ok: number
  silent: number
  degraded: number
}

/** Of one workspace. */
const mostCounted = 10_000

/** For operators: over all workspaces, a few looks into an index for each. */
export async function readIntakeBacklog(trx: Db): Promise<IntakeBacklog> {
  const countOf = (status: 'RECEIVED' | 'QUARANTINED') => sql`
    (select count(*) from (select from submissions s where s.workspace_id = w.id and s.status = ${sql.lit(status)}
      limit ${sql.lit(mostCounted)}) few)`
  const { rows } = await sql<IntakeBacklog>`
    with spaces as (
      select ${countOf('RECEIVED')} as received, ${countOf('QUARANTINED')} as quarantined,
        (select s.received_at from submissions s where s.workspace_id = w.id and s.status = 'QUARANTINED'
          order by s.id limit 1) as oldest
      from workspaces w
    ), waiting as (
      select coalesce(sum(received), 0)::int as received, coalesce(sum(quarantined), 0)::int as quarantined,
        greatest(0, coalesce(extract(epoch from now() - min(oldest)), 0))::float8 as "oldestQuarantinedSeconds"
      from spaces
    ), standing as (
      select count(*) filter (where health = 'OK')::int as ok, count(*) filter (where health = 'SILENT')::int as silent,
        count(*) filter (where health = 'DEGRADED')::int as degraded
      from sources where deleted_at is null and paused_at is null
    )
    select waiting.*, standing.* from waiting, standing`.execute(trx)
  const [backlog] = rows
  if (!backlog) throw new Error('the backlog of sources has no row')
  return backlog
}
