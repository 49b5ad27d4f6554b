import type { WebhookDelivery } from '@intake/contracts/webhooks'
import { explainSendError } from '@intake/leads/webhooks/explain-send-error'
import { html } from 'hono/html'
import { deliveryBadge } from './deliveries-page.ts'
import { page } from './page.ts'
import { facts, moment, part } from './parts.ts'
import { sayWait } from './say-wait.ts'

/** One delivery: what was sent, and what came of it. */
export function deliveryPage(slug: string, delivery: WebhookDelivery, payload: unknown) {
  const { webhookEndpointId, event, leadId, status } = delivery
  return page({
    title: event,
    section: '/webhooks',
    body: html`<p class="sub">${deliveryBadge(delivery)}
  of <a href="/webhooks/${slug}/${webhookEndpointId}">its endpoint</a></p>
${status === 'PENDING' ? html`<p><a class="button small quiet" href="/webhooks/${slug}/${webhookEndpointId}/${delivery.id}">Look again</a></p>` : ''}
${part(
  'What came of it',
  facts([
    ['Lead', leadId && html`<a href="/leads/${slug}/${leadId}"><code>${leadId}</code></a>`],
    ['Recorded', moment(delivery.createdAt)],
    ['Tries', delivery.attempts],
    ['Next try', nextTry(delivery)],
    ['Delivered', moment(delivery.deliveredAt)],
    ['Last status', delivery.responseStatus],
    ['Last answer', delivery.responseExcerpt && html`<code>${delivery.responseExcerpt}</code>`],
    ['Last error', lastError(delivery)],
    ['Id', html`<code>${delivery.id}</code>`],
  ]),
)}
${part('What is sent', html`<pre tabindex="0">${JSON.stringify(payload, null, 2)}</pre>`)}`,
  })
}

function nextTry({ status, nextAttemptAt }: WebhookDelivery) {
  if (status === 'FAILED') return 'None. Replay it from its endpoint once the receiver works.'
  if (status !== 'PENDING' || nextAttemptAt === null) return null
  return html`${sayWait(new Date(nextAttemptAt))} (${moment(nextAttemptAt)})`
}

function lastError({ error }: WebhookDelivery) {
  return error && html`${explainSendError(error)} <code>${error}</code>`
}
