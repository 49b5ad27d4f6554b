import type { GetLeadAnswer } from '@intake/contracts/lead-answer'
import type { LeadJourney } from '@intake/leads/admin/read-lead-journey'
import { html } from 'hono/html'
import { dataTable, facts, moment } from './parts.ts'
import { channelNames, channelWords, stateOf } from './suppressions-page.ts'

/** What time it is at the lead's place, in words, and whether it may be called. Null while no zone is known. */
export function callingWords(
  timeZone: string | null,
  window: GetLeadAnswer['callingWindow'],
  now: Date,
): string | null {
  if (!timeZone || !window) return null
  const clock = (at: Date) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at)
  const there = `It is ${clock(now)} there.`
  if (window.zones.length > 1)
    return window.open
      ? `${there} Calls are allowed in every zone that it may be in.`
      : `${there} Calls are not allowed: it is too early or too late in a zone that it may be in.`
  if (window.open) return `${there} Calls are allowed until ${window.to}.`
  return window.opensAt
    ? `${there} Calls are allowed from ${clock(new Date(window.opensAt))} on.`
    : `${there} Calls are not allowed.`
}

/** Where those hours come from. */
export const callingNote =
  'From 8:00 to 21:00 at the place of who is called is the window of the TCPA; a workspace may set narrower hours. docs/privacy.md says what else holds.'

/** What holds for the lead and its contacts, by channel. */
export function suppressionPart(slug: string, { answer, suppressions }: LeadJourney) {
  const { consent } = answer.lead
  const said = ([...(consent.any ? (['any'] as const) : []), 'call', 'sms', 'email'] as const).map(
    (channel): [string, string] => {
      const state = consent[channel]
      return [
        channelNames[channel],
        state ? `consent ${state.status}, ${state.at.slice(0, 10)} (UTC)` : 'no consent on record',
      ]
    },
  )
  return html`${facts(said)}${dataTable({
    caption: 'For the lead, its number, its address and the domain of that',
    columns: ['Contact', 'Not by', 'Why', 'Since (UTC)', 'State'],
    rows: suppressions.map((one) => [
      one.contact ?? html`<span class="quiet">this lead alone</span>`,
      channelWords(one.channels),
      one.reason,
      moment(one.since),
      stateOf(one),
    ]),
    empty: 'Nothing is suppressed.',
  })}<p class="quiet"><a href="/workspaces/${slug}/suppressions">Opt-outs</a> of the workspace.</p>`
}
