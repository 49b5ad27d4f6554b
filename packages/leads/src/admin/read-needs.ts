import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** What waits for a person. */
export interface Needs {
  /** Workspaces in which something does, by slug. */
  workspaces: {
    slug: string
    /** Leads whose enrichment failed for good. */
    dead: number
    /** Submissions; at most 10,000 are counted. */
    quarantined: number
    /** Webhook endpoints that failed for too long. */
    disabledEndpoints: number
    /** People who were to be erased an hour ago, and aren't yet. */
    lateErasures: number
  }[]
  /** Sources that are silent or degraded, paused ones apart. */
  sources: {
    workspace: string
    id: string
    kind: string
    name: string
    health: string
    reason: string | null
  }[]
  /** How many connections each kind of process has to this database. Behind a pooler they may not be known. */
  connections: Record<'gateway' | 'worker' | 'console', number>
}

const mostCounted = 10_000

/** For operators: over all workspaces, a few looks into an index for each. */
export async function readNeeds(trx: Db): Promise<Needs> {
  const { rows: workspaces } = await sql<Needs['workspaces'][number]>`
    with counted as (
      select w.slug,
        (select count(*)::int from owed_enrichments o where o.workspace_id = w.id and o.dead_at is not null) as dead,
        (select count(*)::int from (select from submissions s where s.workspace_id = w.id and s.status = 'QUARANTINED'
          limit ${sql.lit(mostCounted)}) few) as quarantined,
        (select count(*)::int from webhook_endpoints e where e.workspace_id = w.id and e.deleted_at is null
          and e.disabled_at is not null and e.disabled_reason is distinct from 'disabled by hand') as "disabledEndpoints",
        (select count(*)::int from erasures e where e.workspace_id = w.id and e.done_at is null
          and e.requested_at < now() - interval '1 hour') as "lateErasures"
      from workspaces w
    )
    select * from counted where dead + quarantined + "disabledEndpoints" + "lateErasures" > 0 order by slug`.execute(
    trx,
  )
  const { rows: sources } = await sql<Needs['sources'][number]>`
    select w.slug as workspace, s.id, s.kind, s.name, s.health, s.health_reason as reason
    from sources s join workspaces w on w.id = s.workspace_id
    where s.health in ('SILENT', 'DEGRADED') and s.deleted_at is null and s.paused_at is null
    order by w.slug, s.id`.execute(trx)
  return { workspaces, sources, connections: await readConnections(trx) }
}

async function readConnections(trx: Db): Promise<Needs['connections']> {
  const { rows } = await sql<Needs['connections']>`
    select count(*) filter (where application_name = 'intake-gateway')::int as gateway,
      count(*) filter (where application_name = 'intake-worker')::int as worker,
      count(*) filter (where application_name = 'intake-console')::int as console
    from pg_stat_activity where datname = current_database()`.execute(trx)
  return rows[0] ?? { gateway: 0, worker: 0, console: 0 }
}
