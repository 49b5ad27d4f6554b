import type { WebhookEndpoint } from '@intake/contracts/webhooks'
import { html } from 'hono/html'
import { page } from './page.ts'
import { badge, dataTable, moment, workspaceSelect } from './parts.ts'

/** The webhook endpoints of one workspace. */
export function endpointsPage(options: {
  workspaces: { slug: string; name: string }[]
  slug: string
  endpoints: WebhookEndpoint[]
}) {
  const { workspaces, slug, endpoints } = options
  return page({
    title: 'Webhooks',
    section: '/webhooks',
    body: html`<form method="get" action="/webhooks" class="search">
  <div class="grow">${workspaceSelect(workspaces, slug)}</div><button class="button">Show</button>
</form>
${dataTable({
  caption: 'Endpoints, oldest first',
  columns: ['Address', 'State', 'Events', 'Failures in a row', 'Failing since (UTC)'],
  rows: endpoints.map((endpoint) => [
    html`<a href="/webhooks/${slug}/${endpoint.id}">${endpoint.url}</a>`,
    html`${badge(endpoint.status.toLowerCase(), endpoint.status === 'ENABLED' ? 'good' : 'bad')} ${endpoint.disabledReason ?? ''}`,
    endpoint.events.join(', '),
    endpoint.failures,
    moment(endpoint.failingSince),
  ]),
  empty: 'This workspace has no webhook endpoints.',
})}`,
  })
}
