import type { GetSubmissionAnswer } from '@intake/contracts/sources'
import { html } from 'hono/html'
import { actionForm } from './forms.ts'
import { page } from './page.ts'
import { dataTable, facts, folded, moment, part } from './parts.ts'
import { statusBadge } from './source-parts.ts'

const replayable: readonly string[] = ['RECEIVED', 'QUARANTINED', 'REFUSED']

/** One submission with what it holds, and a button to look at it again. */
export function submissionPage(options: {
  slug: string
  submission: GetSubmissionAnswer
  /** Null where nothing may be changed. */
  token: string | null
  /** What was just done with it. */
  note?: string | undefined
}) {
  const { slug, submission, token, note } = options
  const { id, status, leadId, errors, body, bodyEncoding } = submission
  const path = `/workspaces/${slug}/submissions/${id}`
  return page({
    title: 'Submission',
    section: '/workspaces',
    note,
    body: html`<p class="sub">Of <a href="/workspaces/${slug}/sources/${submission.sourceId}">its source</a> in ${slug}</p>
${part(
  'What became of it',
  html`${facts([
    ['Status', statusBadge(submission)],
    ['Why', submission.code],
    ['Lead', leadId && html`<a href="/leads/${slug}/${leadId}"><code>${leadId}</code></a>`],
    ['Received', moment(submission.receivedAt)],
    ['Its sender’s id', submission.externalId],
    ['Tries to fetch it', submission.attempts || null],
    ['Fetched next', moment(submission.nextAttemptAt)],
    ['From', submission.ip],
    ['Id', html`<code>${id}</code>`],
  ])}
${
  token !== null && replayable.includes(status)
    ? actionForm({ action: `${path}/replay`, token, label: 'Replay', of: `submission ${id}` })
    : ''
}${
  token !== null && status === 'QUARANTINED'
    ? actionForm({ action: `${path}/dismiss`, token, label: 'Dismiss', of: `submission ${id}` })
    : ''
}`,
)}
${
  errors.length > 0
    ? part(
        'What is wrong or odd',
        dataTable({
          caption: 'By where it stands',
          columns: ['Where', 'What', 'Code'],
          rows: errors.map(({ pointer, name, message, code }) => [name ?? pointer, message, code]),
          empty: '',
        }),
      )
    : ''
}
${part(
  'What came in',
  html`${
    body === null
      ? html`<p class="empty">Its body is not kept.</p>`
      : html`<p class="quiet">${submission.contentType ?? 'no content type'}${bodyEncoding === 'base64' ? ', as base64' : ''}</p>
<pre tabindex="0">${body}</pre>`
  }${folded('Headers', submission.headers)}`,
)}`,
  })
}
