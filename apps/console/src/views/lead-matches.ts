import type { Lead, MatchingLead } from '@intake/contracts/lead'
import { html } from 'hono/html'
import { fullName } from './full-name.ts'
import { moment } from './parts.ts'

const sideBySide = 3

const rows: [string, (lead: Lead) => string | null][] = [
  ['Name', fullName],
  ['Business', (lead) => lead.businessName],
  ['E-mail', (lead) => lead.email],
  ['Phone', (lead) => lead.phoneNumber],
  ['Time zone', (lead) => lead.timezone],
  ['External id', (lead) => lead.externalLeadId],
  ['Tags', (lead) => lead.tags.join(', ') || null],
]

/** The lead beside those that share its phone or e-mail; what is the same is marked. */
export function matchesPart(slug: string, lead: Lead, matches: readonly MatchingLead[]) {
  if (matches.length === 0) return html`<p class="empty">No other lead has this phone or e-mail.</p>`
  const shown = matches.slice(0, sideBySide)
  const others = matches.slice(sideBySide)
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Matches side by side">
<table class="compare">
  <thead><tr><th scope="col">Field</th><th scope="col">This lead</th>
    ${shown.map((match) => html`<th scope="col"><a href="/leads/${slug}/${match.id}">same ${match.matchedOn.join(' and ')}</a></th>`)}</tr></thead>
  <tbody>
  ${rows.map(([label, of]) => {
    const own = of(lead)
    return html`<tr><th scope="row">${label}</th><td>${own ?? '–'}</td>
      ${shown.map((match) => {
        const value = of(match)
        const isSame = value !== null && value.toLowerCase() === own?.toLowerCase()
        return html`<td${isSame ? html` class="same"` : ''}>${value ?? '–'}${isSame ? html` <span class="tick">same</span>` : ''}</td>`
      })}</tr>`
  })}
  <tr><th scope="row">Taken in</th><td>${moment(lead.createdAt)}</td>${shown.map((match) => html`<td>${moment(match.createdAt)}</td>`)}</tr>
  </tbody>
</table></div>
${others.length > 0 ? html`<p class="quiet">And ${others.map((match) => html`<a href="/leads/${slug}/${match.id}">${fullName(match)}</a> `)}</p>` : ''}`
}
