import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { raiseRevision } from '../workspace/raise-revision.ts'
import type { ClaimedDelivery } from './claim-delivery.ts'
import {
  type DeliveryRules,
  isGone,
  judge,
  longestPause,
  type SendOutcome,
  type Verdict,
} from './delivery-rules.ts'
import { recordWorkspaceEvent } from './record-workspace-event.ts'

export interface Settled {
  verdict: Verdict
  /** Why the endpoint was disabled by this; null when it wasn't. */
  disabled: string | null
}

/**
 * Notes how a try ended: delivered, to be tried again, or failed for good; and what that says of the endpoint, which is paused
 * or disabled when it keeps failing. Null when the lease had ended and someone else has the delivery.
 */
export async function settleDelivery(
  ctx: { db: Db },
  delivery: ClaimedDelivery,
  outcome: SendOutcome,
  rules: DeliveryRules,
): Promise<Settled | null> {
  const verdict = judge(delivery.event, delivery.attempts + 1, outcome, rules)
  return ctx.db.transaction().execute(async (trx) => {
    if (!(await noteTry(trx, delivery, outcome, verdict))) return null
    if (verdict.kind !== 'delivered') {
      const disabled = await noteFailure(trx, delivery, outcome, rules)
      return { verdict, disabled }
    }
    await trx
      .updateTable('webhook_endpoints')
      .set({ failures: 0, failing_since: null, paused_until: null })
      .where('workspace_id', '=', delivery.workspaceId)
      .where('id', '=', delivery.endpointId)
      // A healthy endpoint's row stays as it is, so that its deliveries don't wait for one another.
      .where((eb) => eb.or([eb('failures', '>', 0), eb('paused_until', 'is not', null)]))
      .execute()
    return { verdict, disabled: null }
  })
}

async function noteTry(
  trx: Db,
  { workspaceId, id, leaseId }: ClaimedDelivery,
  { status, excerpt, error }: SendOutcome,
  verdict: Verdict,
): Promise<boolean> {
  const wait = verdict.kind === 'retry' ? verdict.inSeconds : null
  const result = await trx
    .updateTable('webhook_deliveries')
    .set(({ eb }) => ({
      status: verdict.kind === 'delivered' ? 'DELIVERED' : verdict.kind === 'failed' ? 'FAILED' : 'PENDING',
      attempts: eb('attempts', '+', 1),
      response_status: status,
      response_excerpt: excerpt,
      error,
      delivered_at: verdict.kind === 'delivered' ? sql<Date>`now()` : null,
      next_attempt_at: wait === null ? null : sql<Date>`now() + make_interval(secs => ${wait})`,
      lease_id: null,
      leased_until: null,
    }))
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('lease_id', '=', leaseId)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Counts a failure; pauses from `breakAfter` on, twice as long each time. Answers why the endpoint was disabled, if it was. */
async function noteFailure(
  trx: Db,
  { workspaceId, endpointId }: ClaimedDelivery,
  outcome: SendOutcome,
  { breakAfter, retryAfter, disableAfter }: DeliveryRules,
): Promise<string | null> {
  const asked = outcome.retryAfter === null ? null : Math.min(outcome.retryAfter, longestPause)
  const { rows } = await sql<{ since: Date; long: boolean }>`
    update webhook_endpoints
    set failures = failures + 1, failing_since = coalesce(failing_since, now()),
      paused_until = greatest(
        case when failures < ${breakAfter} then paused_until end,
        case when failures + 1 >= ${breakAfter} then now() + make_interval(
          secs => least(${longestPause}::float8, ${retryAfter}::float8 * 2 ^ least(failures + 1 - ${breakAfter}::int, 20))) end,
        now() + make_interval(secs => ${asked}::float8))
    where workspace_id = ${workspaceId} and id = ${endpointId}
    returning failing_since as since, failing_since <= now() - make_interval(secs => ${disableAfter}) as long`.execute(
    trx,
  )
  const [failing] = rows
  if (!failing || !(failing.long || isGone(outcome))) return null
  const reason = isGone(outcome)
    ? 'the receiver answered 410 Gone'
    : `nothing was taken since ${failing.since.toISOString()}; last: ${outcome.error}`
  const disabled = await trx
    .updateTable('webhook_endpoints')
    .set({ disabled_at: sql<Date>`now()`, disabled_reason: reason, updated_at: sql<Date>`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', endpointId)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (disabled.numUpdatedRows === 0n) return null
  await raiseRevision(trx)
  const data = { endpointId, reason }
  await recordWorkspaceEvent(trx, workspaceId, { event: 'endpoint.disabled', data })
  return reason
}
