import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** How the webhooks of all workspaces stand. */
export interface WebhookBacklog {
  enabled: number
  /** Failing, and probed now and then. */
  paused: number
  disabled: number
  /** How long the delivery has been due that has been longest, at an endpoint that isn't paused; 0 when none is. */
  oldestDueSeconds: number
}

/** For operators: over all workspaces. One look into the index of each endpoint. */
export async function readWebhookBacklog(trx: Db): Promise<WebhookBacklog> {
  const { rows } = await sql<WebhookBacklog>`
    with standing as (
      select workspace_id, id,
        case when disabled_at is not null then 'disabled' when paused_until > now() then 'paused' else 'enabled' end as status
      from webhook_endpoints where deleted_at is null
    ), due as (
      select (select d.next_attempt_at from webhook_deliveries d
        where d.workspace_id = s.workspace_id and d.endpoint_id = s.id and d.next_attempt_at is not null
        order by d.next_attempt_at limit 1) as at
      from standing s where s.status = 'enabled'
    )
    select count(*) filter (where status = 'enabled')::int as enabled,
      count(*) filter (where status = 'paused')::int as paused,
      count(*) filter (where status = 'disabled')::int as disabled,
      greatest(0, coalesce((select extract(epoch from now() - min(at)) from due), 0))::float8 as "oldestDueSeconds"
    from standing`.execute(trx)
  const [backlog] = rows
  if (!backlog) throw new Error('the webhook backlog has no row')
  return backlog
}
