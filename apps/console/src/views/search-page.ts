import type { Lead } from '@intake/contracts/lead'
import { namesLookedAt } from '@intake/leads/admin/find-leads-by-name'
import { html } from 'hono/html'
import { fullName } from './full-name.ts'
import { page } from './page.ts'
import { badge, dataTable, moment, workspaceSelect } from './parts.ts'

export type SearchView = {
  q: string
  workspace: string
  workspaces: { slug: string; name: string }[]
  results: { slug: string; lead: Lead }[]
  /** Workspaces that were not looked into. */
  skipped: number
  most: number
}

/** The form to find leads, and those found. */
export function searchPage({ q, workspace, workspaces, results, skipped, most }: SearchView) {
  return page({
    title: 'Leads',
    section: '/leads',
    body: html`<form method="get" action="/leads" class="search" role="search">
  <div class="grow"><label for="q">Name, business, e-mail, phone or id</label>
    <input id="q" name="q" type="search" value="${q}" maxlength="300" autocomplete="off" spellcheck="false"></div>
  <div>${workspaceSelect(workspaces, workspace, 'All workspaces')}</div>
  <button class="button">Search</button>
</form>
${dataTable({
  caption: q ? `Found for “${q}”` : 'The newest leads',
  columns: ['Lead', 'Business', 'E-mail', 'Phone', 'Workspace', 'Taken in (UTC)'],
  rows: results.map(({ slug, lead }) => [
    html`<a href="/leads/${slug}/${lead.id}">${fullName(lead)}</a>${lead.isTest ? html` ${badge('test')}` : ''}`,
    lead.businessName,
    lead.email,
    lead.phoneNumber,
    slug,
    moment(lead.createdAt),
  ]),
  empty: q ? `Nothing was found for “${q}”.` : 'There are no leads yet.',
})}
<p class="quiet">At most ${most} are shown. E-mail, phone and ids are looked up among all leads; names among the newest
  ${namesLookedAt.toLocaleString('en')} of a workspace.${skipped > 0 ? ` ${skipped} workspaces were not looked into: choose one.` : ''}</p>`,
  })
}
