import type {
  ListWebhookDeliveriesAnswer,
  WebhookDelivery,
  WebhookDeliveryStatus,
} from '@intake/contracts/webhooks'
import { html } from 'hono/html'
import { actionForm } from './forms.ts'
import { page } from './page.ts'
import { badge, dataTable, moment } from './parts.ts'

export type DeliveriesView = {
  slug: string
  id: string
  url: string
  status: WebhookDeliveryStatus | undefined
  list: ListWebhookDeliveriesAnswer
  /** Null where nothing may be changed. */
  token: string | null
  isReplayed: boolean
}

const filters = [undefined, 'PENDING', 'DELIVERED', 'FAILED'] as const

/** The deliveries to one endpoint, each with a button to send it again. */
export function deliveriesPage({ slug, id, url, status, list, token, isReplayed }: DeliveriesView) {
  const path = `/webhooks/${slug}/${id}`
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
    title: 'Deliveries',
    section: '/webhooks',
    note: isReplayed ? 'The delivery is sent again.' : undefined,
    body: html`<p class="sub">To <code>${url}</code> of <a href="/webhooks?workspace=${slug}">${slug}</a></p>
<nav class="filters" aria-label="Status">
  ${filters.map((each) => html`<a href="${linkTo(each)}"${each === status ? html` aria-current="true"` : ''}>${each?.toLowerCase() ?? 'all'}</a>`)}
</nav>
${dataTable({
  caption: 'Newest first, without what they told',
  columns: [
    'Event',
    'Lead',
    'Status',
    'Tries',
    'Last answer',
    'When (UTC)',
    ...(token === null ? [] : ['Again']),
  ],
  rows: list.webhookDeliveries.map((delivery) => [
    delivery.event,
    delivery.leadId
      ? html`<a href="/leads/${slug}/${delivery.leadId}"><code>…${delivery.leadId.slice(-12)}</code></a>`
      : null,
    badge(delivery.status.toLowerCase(), toneOf(delivery)),
    delivery.attempts,
    [delivery.responseStatus, delivery.error].filter(Boolean).join(' ') || null,
    moment(delivery.createdAt),
    ...(token === null ? [] : [replay(delivery)]),
  ]),
  empty: 'There are none.',
})}
${list.nextCursor ? html`<p><a class="button small quiet" href="${linkTo(status, list.nextCursor)}">Older</a></p>` : ''}
${token === null ? html`<p class="quiet">This console is read-only: nothing can be sent again here.</p>` : ''}`,
  })
}

function toneOf({ status }: WebhookDelivery) {
  return status === 'DELIVERED' ? 'good' : status === 'FAILED' ? 'bad' : 'plain'
}
