import { explainDead } from '@intake/leads/admin/explain-dead'
import type { DeadEnrichment } from '@intake/leads/admin/list-dead'
import { html } from 'hono/html'
import { actionForm } from './forms.ts'
import { page } from './page.ts'
import { dataTable, moment, part, readOnlyNote } from './parts.ts'

export type DeadView = {
  groups: { slug: string; total: number; rows: DeadEnrichment[] }[]
  /** Null where nothing may be changed. */
  token: string | null
  redriven: number | null
}

/** Leads whose enrichment failed for good, and buttons that try again. */
export function deadPage({ groups, token, redriven }: DeadView) {
  return page({
    title: 'Dead jobs',
    section: '/dead',
    note: redriven === null ? undefined : `${redriven} dead ${redriven === 1 ? 'lead' : 'leads'} sent again.`,
    body: html`<p class="quiet">A job that failed for good waits here for a person. Send it again once its cause is gone.
  ${token === null ? readOnlyNote : ''}</p>
${groups.length === 0 ? html`<p class="empty">Nothing is dead.</p>` : ''}
${groups.map(({ slug, total, rows }) => part(`${slug}: ${total}`, group(slug, total, rows, token)))}`,
  })
}

function group(slug: string, total: number, rows: DeadEnrichment[], token: string | null) {
  const redrive = (label: string, of: string, lead?: string) =>
    actionForm({
      action: '/dead/redrive',
      token: token ?? '',
      label,
      of,
      fields: { workspace: slug, ...(lead ? { lead } : {}) },
    })
  return html`${token === null ? '' : html`<p>${redrive(`Redrive all ${total}`, `of ${slug}`)}</p>`}
${dataTable({
  caption: total > rows.length ? `The ${rows.length} that are dead the longest` : 'Longest dead first',
  columns: [
    'Lead',
    'Job',
    'Why, and what to do',
    'Attempts',
    'Since (UTC)',
    ...(token === null ? [] : ['Again']),
  ],
  rows: rows.map((row) => [
    html`<a href="/leads/${slug}/${row.leadId}"><code>…${row.leadId.slice(-12)}</code></a>`,
    row.job,
    why(row.reason),
    row.attempts,
    moment(row.since),
    ...(token === null ? [] : [redrive('Redrive', `lead ${row.leadId}`, row.leadId)]),
  ]),
  empty: 'None.',
})}`
}

/** A dead lead's reason in words, with the cure. */
export function why(reason: string | null) {
  const { cause, cure } = explainDead(reason)
  return html`${cause} ${cure}${reason ? html` <code>${reason}</code>` : ''}`
}
