import type { LeadJourney } from '@intake/leads/admin/read-lead-journey'
import { html } from 'hono/html'
import { why } from './dead-page.ts'
import { badge, facts, moment } from './parts.ts'

/** How far the lead's enrichment is. */
export function jobsPart({ owed, enrichedAt, answer }: LeadJourney) {
  const state = owed?.deadAt ? badge('dead', 'bad') : owed ? badge('under way') : badge('all done', 'good')
  return html`<p>${state}</p>${facts([
    ['Enriched', moment(enrichedAt)],
    ['After', owed || !enrichedAt ? null : secondsBetween(answer.lead.createdAt, enrichedAt)],
    ['Asked for', moment(owed?.requestedAt ?? null)],
    ['Announced again', owed?.requeued ? `${owed.requeued} times` : null],
    ['Failed in', owed?.deadJob ?? null],
    ['Because', owed?.deadAt ? why(owed.deadReason) : null],
    ['Attempts', owed?.deadAttempts ?? null],
  ])}${owed?.deadAt ? html`<p><a href="/dead">Dead jobs</a> can be sent again.</p>` : ''}`
}

function secondsBetween(from: string, to: Date): string {
  return `${((to.getTime() - Date.parse(from)) / 1_000).toFixed(1)} s from being taken in`
}
