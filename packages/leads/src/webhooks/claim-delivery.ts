import { randomUUID } from 'node:crypto'
import { testEvent } from '@intake/contracts/webhook-events'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** A delivery that is this caller's to send until its lease ends. */
export interface ClaimedDelivery {
  id: string
  workspaceId: string
  endpointId: string
  leaseId: string
  event: string
  payload: unknown
  /** Tries that have ended. */
  attempts: number
  url: string
  /** Those that sign, the newest first, as they are stored. */
  secrets: string[]
}

/**
 * Whether a pending delivery `d` may be sent to its endpoint `e` now, time aside: nobody is sending it, the endpoint takes
 * it, and no earlier one of the same lead waits. Test events go to a disabled or paused endpoint too.
 */
export const isSendable = sql`
  d.status = 'PENDING' and (d.leased_until is null or d.leased_until <= now())
  and e.deleted_at is null
  and (d.event = ${sql.lit(testEvent)} or (e.disabled_at is null and (e.paused_until is null or e.paused_until <= now())))
  and not exists (
    select from webhook_deliveries b where b.workspace_id = d.workspace_id
      and coalesce(b.lead_id, b.id) = coalesce(d.lead_id, d.id) and b.endpoint_id = d.endpoint_id
      and b.status = 'PENDING' and b.ord < d.ord)`

/**
 * Claims the delivery of an endpoint that has been due longest, for `leaseSeconds`; null when there is none. Two callers never
 * get the same. While the endpoint is failing (`breakAfter` tries in a row) one caller gets one delivery, as a probe.
 */
export async function claimDelivery(
  ctx: { db: Db },
  input: { workspaceId: string; endpointId: string; leaseSeconds: number; breakAfter: number },
): Promise<ClaimedDelivery | null> {
  const { workspaceId, endpointId, leaseSeconds, breakAfter } = input
  const leaseId = randomUUID()
  const { rows } = await sql<Omit<ClaimedDelivery, 'workspaceId' | 'endpointId' | 'leaseId'>>`
    with due as materialized (
      select d.id, e.failures >= ${breakAfter} and d.event <> ${testEvent} as needs_probe
      from webhook_deliveries d
      join webhook_endpoints e on e.workspace_id = d.workspace_id and e.id = d.endpoint_id
      where d.workspace_id = ${workspaceId} and d.endpoint_id = ${endpointId} and d.next_attempt_at <= now()
        and ${isSendable}
      order by d.next_attempt_at, d.ord limit 1 for no key update of d skip locked
    ), probe as (
      update webhook_endpoints e set paused_until = now() + make_interval(secs => ${leaseSeconds})
      where e.workspace_id = ${workspaceId} and e.id = ${endpointId} and exists (select from due where needs_probe)
        and (e.paused_until is null or e.paused_until <= now())
      returning e.id
    )
    update webhook_deliveries d
    set lease_id = ${leaseId}, leased_until = now() + make_interval(secs => ${leaseSeconds})
    from due, webhook_endpoints e
    where d.workspace_id = ${workspaceId} and d.id = due.id and (not due.needs_probe or exists (select from probe))
      and e.workspace_id = ${workspaceId} and e.id = ${endpointId}
    returning d.id, d.event, d.payload, d.attempts, e.url,
      case when e.old_secret_until > now() then e.signing_secrets else e.signing_secrets[1:1] end as secrets`.execute(
    ctx.db,
  )
  const [claimed] = rows
  return claimed ? { ...claimed, workspaceId, endpointId, leaseId } : null
}
