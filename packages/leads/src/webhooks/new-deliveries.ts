import type { WebhookEvent, WebhookMessage } from '@intake/contracts/webhook-events'
import { sql } from 'kysely'
import { newId } from '../ids/new-id.ts'

/** An enabled endpoint and what it wants to hear of. */
export interface WebhookSubscription {
  endpointId: string
  events: readonly string[]
  /** Whether it hears of API_ACTIVITY entries, too. */
  apiActivity?: boolean
}

export function isSubscribed(webhooks: readonly WebhookSubscription[], event: WebhookEvent): boolean {
  return webhooks.some(({ events }) => events.includes(event))
}

/** Whether somebody asked for the entries that calls write of themselves. */
export function hearsApiActivity(webhooks: readonly WebhookSubscription[]): boolean {
  return webhooks.some(({ events, apiActivity }) => apiActivity && events.includes('action_log.completed'))
}

function hears({ events, apiActivity }: WebhookSubscription, message: WebhookMessage): boolean {
  const isOfCall = 'actionLog' in message && message.actionLog.type === 'API_ACTIVITY'
  return events.includes(message.event) && (!isOfCall || apiActivity === true)
}

/** A row for `insertDeliveries`: the event and a delivery for each endpoint that is subscribed; none where nobody is. */
export function toEventRows(
  { id: workspaceId, webhooks }: { id: string; webhooks: readonly WebhookSubscription[] },
  messages: readonly (WebhookMessage | null)[],
  at: Date,
) {
  return messages.flatMap((message) => {
    if (!message) return []
    const targets = webhooks
      .filter((webhook) => hears(webhook, message))
      .map(({ endpointId }) => ({ id: newId(), endpoint_id: endpointId }))
    if (targets.length === 0) return []
    const { event, ...members } = message
    return [{ event, payload: { event, timestamp: at.toISOString(), workspaceId, ...members }, targets }]
  })
}

/**
 * Writes the deliveries of the CTE `given_events (number, workspace_id, lead_id, event, payload, targets)`, in the order of
 * `number`. What was subscribed when the configuration was read may be disabled by now.
 */
export const insertDeliveriesText = `
  insert into webhook_deliveries (workspace_id, id, endpoint_id, lead_id, event, payload, next_attempt_at)
  select g.workspace_id, t.id, t.endpoint_id, g.lead_id, g.event, g.payload, now()
  from given_events g cross join lateral jsonb_to_recordset(g.targets) as t (id uuid, endpoint_id uuid)
  join webhook_endpoints e on e.workspace_id = g.workspace_id and e.id = t.endpoint_id
    and e.disabled_at is null and e.deleted_at is null
  order by g.number returning workspace_id, lead_id`

/** The same for statements of Kysely's. */
export const insertDeliveries = sql.raw(insertDeliveriesText)
