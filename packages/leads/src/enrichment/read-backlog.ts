import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** What waits in Postgres, over all workspaces. Ages are in seconds, 0 where nothing waits. */
export interface Backlog {
  outboxEvents: number
  outboxOldestSeconds: number
  owedLeads: number
  owedOldestSeconds: number
  deadLeads: number
}

const mostCounted = 1_000_000

/** For operators: the one look at all workspaces at once. */
export async function readBacklog(trx: Db): Promise<Backlog> {
  // The outbox has no index by time; the first event of each workspace is its oldest.
  const { rows } = await sql<Backlog>`
    with recursive spaces (workspace_id) as (
      (select workspace_id from outbox order by workspace_id limit 1)
      union all
      select (select o.workspace_id from outbox o where o.workspace_id > s.workspace_id order by o.workspace_id limit 1)
      from spaces s where s.workspace_id is not null
    ), heads as (
      select (select o.created_at from outbox o where o.workspace_id = s.workspace_id order by o.id limit 1) as at
      from spaces s where s.workspace_id is not null
    ), events as (
      select count(*)::int as number from (select from outbox limit ${sql.lit(mostCounted)}) o
    ), owed as (
      select count(*)::int as number, min(requested_at) as at
      from (select requested_at from owed_enrichments where dead_at is null limit ${sql.lit(mostCounted)}) o
    ), dead as (
      select count(*)::int as number from owed_enrichments where dead_at is not null
    )
    select events.number as "outboxEvents", ${secondsSince(sql`(select min(at) from heads)`)} as "outboxOldestSeconds",
      owed.number as "owedLeads", ${secondsSince(sql`owed.at`)} as "owedOldestSeconds", dead.number as "deadLeads"
    from events, owed, dead`.execute(trx)
  const [backlog] = rows
  if (!backlog) throw new Error('the backlog has no row')
  return backlog
}

function secondsSince(time: ReturnType<typeof sql>) {
  return sql`greatest(0, coalesce(extract(epoch from now() - ${time}), 0))::float8`
}
