import type { ListAuditEventsAnswer } from '@intake/contracts/audit-events'
import { html } from 'hono/html'
import { page } from './page.ts'
import { badge, dataTable, moment, workspaceSelect } from './parts.ts'

export type AuditView = {
  slug: string
  workspaces: { slug: string; name: string }[]
  filters: { actor: string; action: string; subject: string }
  list: ListAuditEventsAnswer
}

/** Who did what in a workspace, newest first. */
export function auditPage({ slug, workspaces, filters, list }: AuditView) {
  const { auditEvents, nextCursor } = list
  const next = new URLSearchParams({ workspace: slug, ...filters, cursor: nextCursor ?? '' })
  return page({
    title: 'Audit',
    section: '/audit',
    body: html`<form method="get" action="/audit" class="search" role="search">
  <div>${workspaceSelect(workspaces, slug)}</div>
  ${[
    ['actor', 'Name, or id of a key', filters.actor],
    ['action', 'Action, such as lead.read', filters.action],
    ['subject', 'Id of a lead, source, …', filters.subject],
  ].map(
    ([name, label, value]) => html`<div class="grow"><label for="${name}">${label}</label>
    <input id="${name}" name="${name}" value="${value}" maxlength="200" autocomplete="off" spellcheck="false"></div>`,
  )}
  <button class="button">Show</button>
</form>
${dataTable({
  caption: 'Newest first',
  columns: ['When (UTC)', 'Who', 'Action', 'On what', 'From', 'Details'],
  rows: auditEvents.map(({ at, actor, action, subject, address, details }) => [
    moment(at),
    html`${badge(actor.kind)} ${actor.name ?? actor.id}`,
    action,
    subject.type === 'lead'
      ? html`<a href="/leads/${slug}/${subject.id}">lead <code>…${subject.id.slice(-12)}</code></a>`
      : html`${subject.type} <code>…${subject.id.slice(-12)}</code>`,
    address,
    Object.keys(details).length > 0 ? html`<code>${JSON.stringify(details)}</code>` : null,
  ]),
  empty: 'There is nothing of that kind.',
})}
${nextCursor === null ? '' : html`<p><a class="button small quiet" href="/audit?${next}">Older</a></p>`}
<p class="quiet">Calls of keys on leads appear after some seconds, one row for the same call.</p>`,
  })
}
