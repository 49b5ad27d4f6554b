import type { OptOutChannel } from '@intake/contracts/opt-out-channels'
import type { ListSuppressionsAnswer, Suppression } from '@intake/contracts/suppressions'
import { html } from 'hono/html'
import { tokenInput } from './forms.ts'
import { page } from './page.ts'
import { badge, dataTable, moment, part } from './parts.ts'

export type SuppressionsView = {
  slug: string
  /** What was looked for. */
  contact: string
  list: ListSuppressionsAnswer
  /** Null for who may change nothing. */
  token: string | null
  mayLift: boolean
  done: string
}

const notes: Record<string, string> = {
  added: 'It is suppressed: whatever begins from now on says so. What was still to be sent is cancelled.',
  lifted: 'It is lifted. What else holds for the contact holds on.',
}
export const channelNames = { any: 'any contact', call: 'calls', sms: 'texts', email: 'e-mails' } as const

/** Channels as a person says them. */
export function channelWords(channels: readonly OptOutChannel[]): string {
  return channels.map((channel) => channelNames[channel]).join(', ')
}

/** Who must not be contacted in a workspace. */
export function suppressionsPage({ slug, contact, list, token, mayLift, done }: SuppressionsView) {
  const { suppressions, nextCursor } = list
  const path = `/workspaces/${slug}/suppressions`
  const next = new URLSearchParams({ ...(contact && { contact }), cursor: nextCursor ?? '' })
  return page({
    title: 'Opt-outs',
    section: '/workspaces',
    note: notes[done],
    body: html`<p class="sub">Of <a href="/workspaces/${slug}">${slug}</a></p>
<form method="get" action="${path}" class="search" role="search">
  <div class="grow"><label for="find">Phone or e-mail</label>
    <input id="find" name="contact" type="search" value="${contact}" maxlength="300" autocomplete="off" spellcheck="false"></div>
  <button class="button">Find</button>
</form>
${dataTable({
  caption: contact ? `Found for “${contact}”, its domain’s too` : 'Newest first',
  columns: ['Contact', 'Not by', 'Why', 'Said by', 'Since (UTC)', 'State', ...(mayLift ? ['Lift'] : [])],
  rows: suppressions.map((one) => [
    one.contact ??
      html`<span class="quiet">${one.kind === 'lead' ? 'one lead alone' : 'somebody who was erased'}</span>`,
    channelWords(one.channels),
    one.reason,
    one.leadId ? html`<a href="/leads/${slug}/${one.leadId}">a lead</a>` : null,
    moment(one.since),
    stateOf(one),
    ...(mayLift ? [one.liftedAt === null ? liftForm(path, one, token ?? '') : null] : []),
  ]),
  empty: contact ? `Nothing holds for “${contact}”.` : 'Nobody has opted out.',
})}
${nextCursor === null ? '' : html`<p><a class="button small quiet" href="${path}?${next}">Older</a></p>`}
${token === null ? '' : part('Add one', addForm(path, token))}`,
  })
}

/** Whether it holds, until when, or why no longer. */
export function stateOf({ liftedAt, liftReason, expiresAt }: Suppression) {
  if (liftedAt) return html`${badge('lifted')} ${liftReason ?? ''}`
  if (expiresAt === null) return badge('holds', 'bad')
  return Date.parse(expiresAt) > Date.now()
    ? html`${badge('holds', 'bad')} until ${moment(expiresAt)}`
    : badge('over')
}

function liftForm(path: string, { id, contact }: Suppression, token: string) {
  const of = contact ?? 'it'
  return html`<form method="post" action="${path}/lift" class="inline">${tokenInput(token)}
    <input type="hidden" name="id" value="${id}">
    <input name="reason" aria-label="Reason to lift the opt-out of ${of}" placeholder="Reason" required maxlength="500">
    <button class="button small" aria-label="Lift the opt-out of ${of}">Lift</button></form>`
}

function addForm(path: string, token: string) {
  return html`<form method="post" action="${path}" class="search">${tokenInput(token)}
  <div class="grow"><label for="contact">Phone, e-mail, or domain such as example.com</label>
    <input id="contact" name="contact" required maxlength="300" autocomplete="off" spellcheck="false"></div>
  <div><label for="channel">Not by</label><select id="channel" name="channel">
    ${Object.entries(channelNames).map(([channel, name]) => html`<option value="${channel}">${name}</option>`)}
  </select></div>
  <div class="grow"><label for="reason">Why</label>
    <input id="reason" name="reason" maxlength="500" placeholder="listed" autocomplete="off"></div>
  <div><label for="until">Until the end of (UTC)</label><input id="until" name="until" type="date"></div>
  <button class="button">Add</button>
</form>`
}
