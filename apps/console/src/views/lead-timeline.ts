import type { ActionLog } from '@intake/contracts/lead-answer'
import { html } from 'hono/html'
import { badge, folded, moment } from './parts.ts'

const titles: Record<ActionLog['type'], string> = {
  MESSAGE: 'Message',
  FOLLOW_UP_MESSAGE: 'Follow-up',
  TOOL_CALL: 'Tool used',
  MANUAL_UPDATE: 'Changed by hand',
  SYSTEM_NOTE: 'Note',
  DOCUMENT_UPLOAD: 'Document received',
  PORTAL_UPDATE: 'Portal update',
  PORTAL_SUBMISSION: 'Submitted in the portal',
  API_ACTIVITY: 'Call of the API',
}
const states: Record<ActionLog['status'], string> = {
  PENDING: 'to come',
  AWAITING_APPROVAL: 'waits for approval',
  COMPLETED: 'done',
  CANCELLED: 'cancelled',
  FAILED: 'failed',
}

/** A lead's story, newest first, as a person reads it. */
export function timeline(logs: readonly ActionLog[]) {
  if (logs.length === 0) return html`<p class="empty">Nothing has happened yet.</p>`
  return html`<ol class="timeline">${logs.map(entry)}</ol>
  ${logs.length >= 100 ? html`<p class="quiet">The newest 100 entries.</p>` : ''}`
}

function entry(log: ActionLog) {
  const told = linesOf(log)
  return html`<li>
  <p class="when">${moment(log.createdAt)} <strong>${titles[log.type]}</strong>${log.tool ? html` (${log.tool.name})` : ''}
    ${log.status === 'COMPLETED' ? '' : badge(states[log.status], log.status === 'FAILED' ? 'bad' : 'plain')}</p>
  ${log.summary ? html`<p>${log.summary}</p>` : ''}
  ${log.scheduledAt ? html`<p class="quiet">Scheduled for ${moment(log.scheduledAt)}</p>` : ''}
  ${log.error ? html`<p class="error">${log.error}</p>` : ''}
  ${told.length > 0 ? html`<ul>${told.map((line) => html`<li>${line}</li>`)}</ul>` : ''}
  ${log.messages.map(
    (message) => html`<blockquote class="${message.direction === 'INBOUND' ? 'in' : 'out'}">
    <p class="quiet">${message.direction === 'INBOUND' ? 'From the lead' : 'To the lead'} by ${message.channel}</p>
    ${message.subject ? html`<p><strong>${message.subject}</strong></p>` : ''}<p class="text">${message.body ?? ''}</p></blockquote>`,
  )}
  ${folded('Details', log.input === null && log.output === null ? null : { input: log.input, output: log.output })}
</li>`
}

function linesOf({ output }: ActionLog): string[] {
  const lines = typeof output === 'object' && output !== null && 'lines' in output ? output.lines : []
  return Array.isArray(lines) ? lines.filter((line) => typeof line === 'string') : []
}
