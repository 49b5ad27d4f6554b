import type { LeadJourney } from '@intake/leads/admin/read-lead-journey'
import { html } from 'hono/html'
import { badge, facts, moment } from './parts.ts'

/** How far the lead's enrichment is, job by job. */
export function jobsPart({ owed, enrichedAt, answer }: LeadJourney) {
  const state = owed?.deadAt ? badge('dead', 'bad') : owed ? badge('under way') : badge('all done', 'good')
  const done = (at: Date | null) => (owed ? (at ? html`done ${moment(at)}` : 'to do') : 'done')
  return html`<p>${state}</p>${facts([
    ['Time zone', done(owed?.timezoneDoneAt ?? null)],
    ['Duplicates', done(owed?.matchingDoneAt ?? null)],
    ['Timeline', owed ? 'to do' : 'done'],
    ['Enriched', moment(enrichedAt)],
    ['After', owed || !enrichedAt ? null : secondsBetween(answer.lead.createdAt, enrichedAt)],
    ['Asked for', moment(owed?.requestedAt ?? null)],
    ['Announced again', owed?.requeued ? `${owed.requeued} times` : null],
    ['Failed in', owed?.deadJob ?? null],
    ['Because', owed?.deadReason ?? null],
    ['Attempts', owed?.deadAttempts ?? null],
  ])}${owed?.deadAt ? html`<p><a href="/dead">Dead jobs</a> can be sent again.</p>` : ''}`
}

function secondsBetween(from: string, to: Date): string {
  return `${((to.getTime() - Date.parse(from)) / 1_000).toFixed(1)} s from being taken in`
}
