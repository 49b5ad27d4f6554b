import type { ListSubmissionsAnswer, SubmissionStatus } from '@intake/contracts/sources'
import { apiSourceId, SubmissionStatus as Statuses } from '@intake/contracts/sources'
import { html } from 'hono/html'
import { tokenInput } from './forms.ts'
import { page } from './page.ts'
import { badge, dataTable, moment, part, readOnlyNote } from './parts.ts'
import { statusBadge } from './source-parts.ts'
import { words } from './words.ts'

export type SubmissionsView = {
  slug: string
  sources: { id: string; name: string }[]
  filter: { status: SubmissionStatus | undefined; source: string | undefined }
  list: ListSubmissionsAnswer
  /** Null where nothing may be changed. */
  token: string | null
  /** What came of a replay; `after` where more wait. Null where nothing was replayed. */
  done: { replayed: number; accepted: number; after: string | null } | null
}

/** What came in at a workspace, without bodies. */
export function submissionsPage({ slug, sources, filter, list, token, done }: SubmissionsView) {
  const { status, source } = filter
  const path = `/workspaces/${slug}/submissions`
  const names = new Map(sources.map(({ id, name }) => [id, name]))
  const older = new URLSearchParams({
    ...(source && { source }),
    ...(status && { status }),
    cursor: list.nextCursor ?? '',
  })
  return page({
    title: 'Submissions',
    section: '/workspaces',
    note: done === null ? undefined : noteOf(done),
    body: html`<p class="sub">Of <a href="/workspaces/${slug}">${slug}</a></p>
<form method="get" action="${path}" class="search">
  <div class="grow"><label for="source">Source</label><select id="source" name="source">
    <option value="">All sources</option>
    ${sources.map(({ id, name }) => html`<option value="${id}"${id === source ? html` selected` : ''}>${name}</option>`)}
  </select></div>
  <div><label for="status">Status</label><select id="status" name="status">
    <option value="">Any</option>
    ${Statuses.options.map((each) => html`<option value="${each}"${each === status ? html` selected` : ''}>${words(each)}</option>`)}
  </select></div>
  <button class="button">Show</button>
</form>
${dataTable({
  caption: 'Newest first, without what they hold',
  columns: ['When (UTC)', 'Source', 'Status', 'Why', 'Lead', 'Submission'],
  rows: list.submissions.map((one) => [
    moment(one.receivedAt),
    names.get(one.sourceId) ?? html`<span class="quiet">one that was deleted</span>`,
    html`${statusBadge(one)}${one.isTest ? html` ${badge('test')}` : ''}`,
    one.code,
    one.leadId
      ? html`<a href="/leads/${slug}/${one.leadId}"><code>…${one.leadId.slice(-12)}</code></a>`
      : null,
    html`<a href="${path}/${one.id}" aria-label="Open submission ${one.id}">Open</a>`,
  ]),
  empty: status || source ? 'Nothing is like that.' : 'Nothing came in yet.',
})}
${list.nextCursor === null ? '' : html`<p class="pages"><a class="button small quiet" href="${path}?${older}">Older</a></p>`}
${source !== undefined && source !== apiSourceId && names.has(source) ? replayPart(slug, source, names.get(source) ?? '', token, done?.after ?? null) : ''}`,
  })
}

function replayPart(slug: string, source: string, name: string, token: string | null, after: string | null) {
  if (token === null) return html`<p class="quiet">${readOnlyNote}</p>`
  return part(
    'Replay what is quarantined',
    html`<p class="quiet">Once the mapping is mended, or the pause is over. Oldest first, 200 at a time; each lead is made once, however often you do it.</p>
<form method="post" action="/workspaces/${slug}/sources/${source}/replay" class="inline">${tokenInput(token)}
  ${after === null ? '' : html`<input type="hidden" name="after" value="${after}">`}
  <button class="button small" aria-label="${after === null ? 'Replay all' : 'Replay the next'} of ${name}">${after === null ? 'Replay all' : 'Replay the next'}</button>
</form>`,
  )
}

function noteOf({ replayed, accepted, after }: NonNullable<SubmissionsView['done']>): string {
  if (replayed === 0) return after === null ? 'Nothing was quarantined.' : ''
  const were = `${replayed} ${replayed === 1 ? 'was' : 'were'} looked at again; ${accepted} ${accepted === 1 ? 'is a lead' : 'are leads'} now.`
  return after === null ? were : `${were} More wait.`
}
