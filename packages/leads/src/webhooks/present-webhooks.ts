import type { WebhookDelivery, WebhookEndpoint } from '@intake/contracts/webhooks'
import type { WebhookDeliveryRow, WebhookEndpointRow } from '@intake/database/tables'

/** An endpoint without its secrets. */
export function presentEndpoint(row: WebhookEndpointRow, now = new Date()): WebhookEndpoint {
  const pausedUntil = row.paused_until && row.paused_until > now ? row.paused_until : null
  const oldSecretUntil = row.old_secret_until && row.old_secret_until > now ? row.old_secret_until : null
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    events: row.events,
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

/** A delivery without its payload, which holds personal data. */
export function presentDelivery(row: Omit<WebhookDeliveryRow, 'payload'>): WebhookDelivery {
  return {
    id: row.id,
    webhookEndpointId: row.endpoint_id,
    event: row.event,
    leadId: row.lead_id,
    status: row.status,
    attempts: row.attempts,
    responseStatus: row.response_status,
    responseExcerpt: row.response_excerpt,
    error: row.error,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  }
}
