import type { Submission } from '@intake/contracts/sources'
import type { SourceSetUp } from '@intake/leads/sources/set-up-source'
import { html } from 'hono/html'
import { page } from './page.ts'
import { dataTable, facts, moment, part } from './parts.ts'
import { addressHint, healthBadge, setUpSteps, statusBadge } from './source-parts.ts'

/** One source: how it is, how its other side is set up, and what came in last. */
export function sourcePage(options: {
  slug: string
  setUp: SourceSetUp
  submissions: Submission[]
  /** Path of a page that shows the set-up without a login; null for who may not see it. */
  link: string | null
}) {
  const { slug, setUp, submissions, link } = options
  const { source, address } = setUp
  return page({
    title: source.name,
    section: '/workspaces',
    body: html`<p class="sub">A source of <a href="/workspaces/${slug}/sources">${slug}</a></p>
${part(
  'State',
  facts([
    ['Kind', source.isExperimental ? `${source.kind}, on trial` : source.kind],
    ['Health', healthBadge(source)],
    ['Why', source.healthReason],
    ['Still missing', source.missingSecrets.join(', ')],
    ['Last received', moment(source.lastReceivedAt)],
    ['Paused since', moment(source.pausedAt)],
    ['Address', link && html`<code>${address}</code>`],
    ['Id', html`<code>${source.id}</code>`],
  ]),
)}
${
  link &&
  part(
    'Set up the other side',
    html`${setUpSteps(setUp)}${addressHint(setUp)}
<p><a class="button small quiet" href="${link}">Page for who sets it up</a></p>
<p class="quiet">Open it, copy its address and hand that on. For seven days it shows these steps without a login, and nothing else.</p>`,
  )
}
${part(
  'Submissions',
  html`<p><a href="/workspaces/${slug}/submissions?source=${source.id}">All of them</a>, or <a href="/workspaces/${slug}/submissions?source=${source.id}&status=QUARANTINED">what is quarantined</a>, to replay at once.</p>
${dataTable({
  caption: 'The newest 50, without what they hold',
  columns: ['When (UTC)', 'Status', 'Why', 'Lead', 'Submission'],
  rows: submissions.map((submission) => [
    moment(submission.receivedAt),
    statusBadge(submission),
    submission.code,
    submission.leadId
      ? html`<a href="/leads/${slug}/${submission.leadId}"><code>…${submission.leadId.slice(-12)}</code></a>`
      : null,
    html`<a href="/workspaces/${slug}/submissions/${submission.id}">Open</a>`,
  ]),
  empty: 'Nothing came in yet.',
})}`,
)}`,
  })
}
