import type { WebhookDelivery, WebhookEndpoint } from '@intake/contracts/webhooks'
import type { WebhookDeliveryRow, WebhookEndpointRow } from '@intake/database/tables'
import { readsLeads, sees } from '../workspace/sight.ts'
import type { WebhookContext } from './find-endpoint.ts'

/** An endpoint without its secrets. */
export function presentEndpoint(row: WebhookEndpointRow, now = new Date()): WebhookEndpoint {
  const pausedUntil = row.paused_until && row.paused_until > now ? row.paused_until : null
  const oldSecretUntil = row.old_secret_until && row.old_secret_until > now ? row.old_secret_until : null
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    events: row.events,
    apiActivity: row.api_activity,
    status: row.disabled_at ? 'DISABLED' : pausedUntil ? 'PAUSED' : 'ENABLED',
    disabledAt: row.disabled_at?.toISOString() ?? null,
    disabledReason: row.disabled_reason,
    failures: row.failures,
    failingSince: row.failing_since?.toISOString() ?? null,
    pausedUntil: pausedUntil?.toISOString() ?? null,
    oldSecretUntil: oldSecretUntil?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}

/**
 * A delivery without its payload, which holds personal data. What a receiver answered may repeat the payload: only who reads leads
 * sees it. All deliveries are of live leads, of which a test key sees nothing.
 */
export function presentDelivery(
  row: Omit<WebhookDeliveryRow, 'payload'>,
  { caller }: Pick<WebhookContext, 'caller'>,
): WebhookDelivery {
  const seesLead = !caller || sees(caller, { is_test: false })
  const seesAnswer = seesLead && (!caller || readsLeads(caller))
  return {
    id: row.id,
    webhookEndpointId: row.endpoint_id,
    event: row.event,
    leadId: seesLead ? row.lead_id : null,
    status: row.status,
    attempts: row.attempts,
    responseStatus: row.response_status,
    responseExcerpt: seesAnswer ? row.response_excerpt : null,
    error: row.error,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }
}
