import type { JobHandler } from '@intake/queue/start-workers'
import type { Dispatcher } from '../webhooks/create-dispatcher.ts'

/** `webhook-delivery`: sends what is due, with the pace and the order of each endpoint. */
export function deliverWebhooksJob(webhooks: Dispatcher): JobHandler {
  return (payload) => webhooks.deliver(payload)
}
