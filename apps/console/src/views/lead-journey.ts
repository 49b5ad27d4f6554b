import type { LeadJourney } from '@intake/leads/admin/read-lead-journey'
import { html } from 'hono/html'
import { type Cell, dataTable, moment } from './parts.ts'
import { words } from './words.ts'

/** From what came in to what was told: each step with the time since the lead was taken in. */
export function journeyPart(slug: string, { answer, submissions, deliveries, enrichedAt }: LeadJourney) {
  const { createdAt } = answer.lead
  const step = (at: Date | string, what: Cell): [number, Cell[]] => {
    const time = new Date(at).getTime()
    return [time, [what, moment(at), since(time - Date.parse(createdAt))]]
  }
  const steps = [
    ...submissions.map(({ id, status, receivedAt }) =>
      step(
        receivedAt,
        html`<a href="/workspaces/${slug}/submissions/${id}">Submission</a> came in (${words(status)})`,
      ),
    ),
    step(createdAt, 'Taken in: committed, and answered'),
    ...(enrichedAt ? [step(enrichedAt, 'Enriched last, by all three jobs')] : []),
    ...deliveries.map(({ id, endpointId, event, status, attempts, createdAt: made, deliveredAt }) =>
      step(
        deliveredAt ?? made,
        html`Webhook <a href="/webhooks/${slug}/${endpointId}/${id}">${event}</a>
          ${deliveredAt ? 'delivered' : words(status)}${attempts > 1 ? `, ${attempts} attempts` : ''}`,
      ),
    ),
  ].sort(([a], [b]) => a - b)
  return dataTable({
    caption: 'Oldest first',
    columns: ['Step', 'When (UTC)', 'Since it was taken in'],
    rows: steps.map(([, cells]) => cells),
    empty: '',
  })
}

function since(ms: number): string {
  if (Math.abs(ms) < 10_000) return `${ms} ms`
  const seconds = ms / 1_000
  return Math.abs(seconds) < 600
    ? `${seconds.toFixed(1)} s`
    : `${Math.round(seconds / 60).toLocaleString('en')} min`
}
