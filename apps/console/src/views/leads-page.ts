import type { Lead } from '@intake/contracts/lead'
import { LeadStatus } from '@intake/contracts/lead-answer'
import type { BrowsedLeads } from '@intake/leads/admin/browse-leads'
import { namesLookedAt } from '@intake/leads/admin/find-leads-by-name'
import { html } from 'hono/html'
import { fullName } from './full-name.ts'
import type { Html, PageScript } from './layout.ts'
import { page } from './page.ts'
import { badge, dataTable, moment, workspaceSelect } from './parts.ts'
import { words } from './words.ts'

type Choice = {
  /** Slug of the chosen workspace; empty for all. */
  workspace: string
  workspaces: { slug: string; name: string }[]
}

export type SearchView = Choice & {
  q: string
  results: { slug: string; lead: Lead }[]
  /** Workspaces that were not looked into. */
  skipped: number
  most: number
  /** Names were looked for among all leads of each workspace. */
  isWholeByName: boolean
  /** So many leads have such a name that not all were looked at. */
  isPartial: boolean
}

/** What was found, in one workspace or in all. */
export function searchPage(view: SearchView) {
  const { q, results, skipped, most, isWholeByName, isPartial } = view
  return leadsPage(
    view,
    q,
    html`${dataTable({
      caption: q ? `Found for “${q}”` : 'The newest leads',
      columns: ['Lead', 'Business', 'E-mail', 'Phone', 'Workspace', 'Taken in (UTC)'],
      rows: results.map(({ slug, lead }) => [
        nameOf(slug, lead),
        lead.businessName,
        lead.email,
        lead.phoneNumber,
        slug,
        moment(lead.createdAt),
      ]),
      empty: q ? `Nothing was found for “${q}”.` : 'There are no leads yet.',
    })}
${isPartial ? html`<p role="status">Very many leads have such a name, and not all were looked at. Say more of it.</p>` : ''}
<p class="quiet">At most ${most} are shown, from among all leads.${
      isWholeByName
        ? ''
        : html` Names are looked for among the newest
  ${namesLookedAt.toLocaleString('en')} of a workspace, until “workspace set … --name-search on” has all of them indexed.`
    }${skipped > 0 ? ` ${skipped} workspaces were not looked into: choose one.` : ''}
  Choose a workspace to see all its leads, and to filter them.</p>`,
  )
}

/** What a person chose, as it stands in the address. */
export type Filters = {
  status: string
  tag: string
  source: string
  from: string
  to: string
  kind: string
  /** The zone that leads are in. */
  zone: string
  order: string
  /** The zone that days begin in; empty for UTC. */
  tz: string
}

export type ListView = Choice & {
  filters: Filters
  /** Whether this isn't the first page. */
  goesOn: boolean
  list: BrowsedLeads
  mayExport: boolean
  /** The newest lead of the workspace when the list was read; null for none. */
  newest: string | null
}

/** The leads of a workspace, page by page. */
export function listPage(view: ListView) {
  const { workspace: slug, filters, list, mayExport, goesOn, newest } = view
  const isFollowed = !goesOn && filters.order !== 'oldest'
  const given = Object.entries(filters).filter(([, value]) => value !== '')
  const isFiltered = given.some(([name]) => name !== 'order' && name !== 'tz')
  const query = new URLSearchParams([['workspace', slug], ...given])
  const way = (cursor: string, back: [string, string][] = []) =>
    new URLSearchParams([...query, ['cursor', cursor], ...back])
  const order = filters.order === 'oldest' ? 'Oldest first' : 'Newest first'
  return leadsPage(
    view,
    '',
    html`${filterForm(slug, filters, isFiltered || filters.order !== '')}
${isFollowed ? html`<p class="pages"><button type="button" class="button small quiet" id="follow" aria-pressed="false" hidden>Follow</button> <span id="following" class="quiet" role="status"></span></p>` : ''}
<div id="list" data-newest="${newest ?? ''}">
${dataTable({
  caption: isFiltered ? `${order}, as filtered` : order,
  columns: ['Lead', 'Status', 'Business', 'E-mail', 'Phone', 'Time zone', 'Source', 'Tags', 'Taken in (UTC)'],
  rows: list.leads.map((lead) => [
    nameOf(slug, lead),
    html`${words(lead.status)}${lead.suppressed && lead.status !== 'OPTED_OUT' ? html` ${badge(`not by ${lead.suppressed.channels.join(', ')}`, 'bad')}` : ''}`,
    lead.businessName,
    lead.email,
    lead.phoneNumber,
    lead.timezone,
    lead.source,
    lead.tags.join(', ') || null,
    moment(lead.createdAt),
  ]),
  empty: emptyText(view, isFiltered),
})}
<p class="pages">${goesOn ? html`<a class="button small quiet" href="/leads?${query}">First page</a> ` : ''}
${list.previous ? html`<a class="button small quiet" href="/leads?${way(list.previous, [['back', '1']])}" rel="prev">Previous</a> ` : ''}
${list.next ? html`<a class="button small quiet" href="/leads?${way(list.next)}" rel="next">Next</a> ` : ''}
${mayExport && (list.leads.length > 0 || list.next) ? html`<a class="button small quiet" href="/leads/export.csv?${query}">Download as CSV</a>` : ''}</p></div>`,
    isFollowed ? 'follow.js' : undefined,
  )
}

function emptyText({ list, goesOn }: ListView, isFiltered: boolean): string {
  if (list.next) return 'None of the leads that were looked at is like that. Next looks at more.'
  if (goesOn) return 'There are no more leads.'
  return isFiltered ? 'No lead is like that.' : 'It has no leads yet.'
}

function leadsPage({ workspace, workspaces }: Choice, q: string, body: Html, script?: PageScript) {
  return page({
    ...(script ? { script } : {}),
    title: 'Leads',
    section: '/leads',
    body: html`<form method="get" action="/leads" class="search" role="search">
  <div class="grow"><label for="q">Name, business, e-mail, phone or id</label>
    <input id="q" name="q" type="search" value="${q}" maxlength="300" autocomplete="off" spellcheck="false"></div>
  <div>${workspaceSelect(workspaces, workspace, 'All workspaces')}</div>
  <button class="button">Search</button>
</form>
${body}`,
  })
}

function filterForm(slug: string, filters: Filters, isOpen: boolean) {
  const { status, tag, source, from, to, kind, zone, order, tz } = filters
  const option = (value: string, name: string, chosen: string) =>
    html`<option value="${value}"${value === chosen ? html` selected` : ''}>${name}</option>`
  const field = (name: string, label: string, value: string, type: 'text' | 'date') =>
    html`<div><label for="${name}">${label}</label>
    <input id="${name}" name="${name}" type="${type}" value="${value}" maxlength="100" autocomplete="off"></div>`
  return html`<details class="filter"${isOpen ? html` open` : ''}><summary>Filter</summary>
<form method="get" action="/leads" class="search"><input type="hidden" name="workspace" value="${slug}">
  <input type="hidden" name="tz" value="${tz}">
  <div><label for="status">Status</label><select id="status" name="status">${option('', 'any', status)}
    ${LeadStatus.options.map((one) => option(one, words(one), status))}</select></div>
  ${field('tag', 'Tag', tag, 'text')}${field('source', 'Source', source, 'text')}
  ${field('zone', 'Time zone', zone, 'text')}
  ${field('from', `From day (${tz || 'UTC'})`, from, 'date')}${field('to', `To day (${tz || 'UTC'})`, to, 'date')}
  <div><label for="kind">Leads</label><select id="kind" name="kind">
    ${option('', 'live', kind)}${option('test', 'test', kind)}</select></div>
  <div><label for="order">Order</label><select id="order" name="order">
    ${option('', 'newest first', order)}${option('oldest', 'oldest first', order)}</select></div>
  <button class="button">Show</button>
  ${isOpen ? html`<a class="button quiet" href="/leads?workspace=${slug}">Show all</a>` : ''}
</form></details>`
}

function nameOf(slug: string, lead: Lead) {
  return html`<a href="/leads/${slug}/${lead.id}">${fullName(lead)}</a>${lead.isTest ? html` ${badge('test')}` : ''}`
}
