import type { Source } from '@intake/contracts/sources'
import { html } from 'hono/html'
import { page } from './page.ts'
import { dataTable, moment } from './parts.ts'
import { healthBadge } from './source-parts.ts'

/** The sources of a workspace. `waiting` says how many submissions of each wait for a person. */
export function sourcesPage(slug: string, sources: Source[], waiting: ReadonlyMap<string, number>) {
  return page({
    title: 'Sources',
    section: '/workspaces',
    body: html`<p class="sub">Of <a href="/workspaces/${slug}">${slug}</a></p>
${dataTable({
  caption: 'Oldest first',
  columns: ['Source', 'Kind', 'Health', 'Why', 'Quarantined', 'Last received (UTC)'],
  rows: sources.map((source) => [
    html`<a href="/workspaces/${slug}/sources/${source.id}">${source.name}</a>`,
    source.kind,
    healthBadge(source),
    source.healthReason,
    waitingCell(slug, source.id, waiting.get(source.id) ?? 0),
    moment(source.lastReceivedAt),
  ]),
  empty: 'It has no sources yet; “npm run admin -- source create” makes one.',
})}`,
  })
}

function waitingCell(slug: string, id: string, number: number) {
  if (number === 0) return 0
  return html`<a href="/workspaces/${slug}/submissions?source=${id}&status=QUARANTINED">${number}</a>`
}
