import type { LeadJourney } from '@intake/leads/admin/read-lead-journey'
import { html } from 'hono/html'
import { actionForm } from './forms.ts'
import { type Cell, dataTable, moment, readOnlyNote } from './parts.ts'

/** What it was merged into, and what was merged into it; `token` is null for who may change nothing. */
export function mergesPart(slug: string, { mergedInto, merged }: LeadJourney, token: string | null) {
  const undo = (leadId: string, undoUntil: string): Cell => {
    if (Date.parse(undoUntil) < Date.now()) return 'no longer: it is more than 30 days ago'
    if (token === null) return html`until ${moment(undoUntil)}`
    const action = `/leads/${slug}/${leadId}/unmerge`
    return html`${actionForm({ action, token, label: 'Undo', of: `the merge of lead ${leadId}` })} until ${moment(undoUntil)}`
  }
  const link = (id: string) => html`<a href="/leads/${slug}/${id}"><code>${id}</code></a>`
  const rows = [
    ...(mergedInto ? [{ what: html`This lead into ${link(mergedInto.into)}`, ...mergedInto }] : []),
    ...merged.map((one) => ({ what: html`${link(one.leadId)} into this lead`, ...one })),
  ]
  return html`${dataTable({
    caption: 'Merges',
    columns: ['What', 'When (UTC)', 'Can be undone'],
    rows: rows.map(({ what, mergedAt, leadId, undoUntil }) => [
      what,
      moment(mergedAt),
      undo(leadId, undoUntil),
    ]),
    empty: 'It is part of no other lead, and no other is part of it.',
  })}${rows.length > 0 && token === null ? html`<p class="quiet">${readOnlyNote}</p>` : ''}`
}
