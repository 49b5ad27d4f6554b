import type {
  ListWebhookDeliveriesAnswer,
  WebhookDelivery,
  WebhookDeliveryStatus,
  WebhookEndpoint,
} from '@intake/contracts/webhooks'
import { explainSendError } from '@intake/leads/webhooks/explain-send-error'
import { html } from 'hono/html'
import { actionForm } from './forms.ts'
import { page } from './page.ts'
import { badge, dataTable, facts, moment, part, readOnlyNote } from './parts.ts'
import { words } from './words.ts'

export type DeliveriesView = {
  slug: string
  endpoint: WebhookEndpoint
  status: WebhookDeliveryStatus | undefined
  list: ListWebhookDeliveriesAnswer
  /** Null where nothing may be changed. */
  token: string | null
  /** Whether the endpoint may be stopped and resumed. */
  mayStop: boolean
  done: string
}

const notes: Record<string, string> = {
  replayed: 'The delivery is sent again.',
  resumed: 'Events are sent again, those that waited first.',
  stopped: 'Nothing is sent any more, and no new events are recorded. What waits is kept.',
}

const filters = [undefined, 'PENDING', 'DELIVERED', 'FAILED'] as const

/** The deliveries to one endpoint, each with a button to send it again. */
export function deliveriesPage(view: DeliveriesView) {
  const { slug, endpoint, status, list, token, done } = view
  const path = `/webhooks/${slug}/${endpoint.id}`
  const replay = (delivery: WebhookDelivery) =>
    actionForm({
      action: `${path}/replay`,
      token: token ?? '',
      label: 'Replay',
      of: `${delivery.event} of ${delivery.createdAt}`,
      fields: { delivery: delivery.id },
    })
  const linkTo = (wanted: string | undefined, cursor?: string) =>
    `${path}?${new URLSearchParams({ ...(wanted ? { status: wanted } : {}), ...(cursor ? { cursor } : {}) })}`
  return page({
    title: 'Webhook endpoint',
    section: '/webhooks',
    note: notes[done],
    body: html`<p class="sub">To <code>${endpoint.url}</code> of <a href="/webhooks?workspace=${slug}">${slug}</a></p>
${endpointPart(view, path)}
<h2 class="after">Deliveries</h2>
<nav class="filters" aria-label="Status">
  ${filters.map((each) => html`<a href="${linkTo(each)}"${each === status ? html` aria-current="true"` : ''}>${each?.toLowerCase() ?? 'all'}</a>`)}
</nav>
${dataTable({
  caption: 'Newest first',
  columns: [
    'Event',
    'Lead',
    'Status',
    'Tries',
    'Last answer',
    'Next try (UTC)',
    'Recorded (UTC)',
    ...(token === null ? [] : ['Again']),
  ],
  rows: list.webhookDeliveries.map((delivery) => [
    html`<a class="whole" href="${path}/${delivery.id}">${delivery.event}</a>`,
    delivery.leadId
      ? html`<a href="/leads/${slug}/${delivery.leadId}"><code>…${delivery.leadId.slice(-12)}</code></a>`
      : null,
    deliveryBadge(delivery),
    delivery.attempts,
    lastAnswer(delivery),
    moment(delivery.nextAttemptAt),
    moment(delivery.createdAt),
    ...(token === null ? [] : [replay(delivery)]),
  ]),
  empty: 'There are none.',
})}
${list.nextCursor ? html`<p><a class="button small quiet" href="${linkTo(status, list.nextCursor)}">Older</a></p>` : ''}
${token === null ? html`<p class="quiet">${readOnlyNote}</p>` : ''}`,
  })
}

function endpointPart({ endpoint, token, mayStop }: DeliveriesView, path: string) {
  const { status, disabledReason, pausedUntil, failures, failingSince, events, description, url } = endpoint
  const stop = status === 'DISABLED' ? 'Resume' : 'Stop'
  return part(
    'State',
    html`${facts([
      ['State', html`${badge(words(status), status === 'ENABLED' ? 'good' : 'bad')} ${disabledReason ?? ''}`],
      ['What for', description],
      ['Paused until', moment(pausedUntil)],
      ['Failures in a row', failures || null],
      ['Failing since', moment(failingSince)],
      ['Events', events.join(', ')],
    ])}
${token === null ? '' : actionForm({ action: `${path}/test`, token, label: 'Send a test event', of: `to ${url}` })}
${mayStop && token !== null ? actionForm({ action: `${path}/state`, token, label: stop, of: url, fields: { enabled: String(status === 'DISABLED') } }) : ''}`,
  )
}

function lastAnswer({ error, responseStatus }: WebhookDelivery) {
  if (error === null) return responseStatus
  return html`${error} <span class="quiet">${explainSendError(error)}</span>`
}

/** Where a delivery stands. */
export function deliveryBadge({ status }: WebhookDelivery) {
  return badge(words(status), status === 'DELIVERED' ? 'good' : status === 'FAILED' ? 'bad' : 'plain')
}
