import type { Source, Submission } from '@intake/contracts/sources'
import type { SourceSetUp } from '@intake/leads/sources/set-up-source'
import { html } from 'hono/html'
import { badge } from './parts.ts'

/** How a source is, as a word that stands out. */
export function healthBadge({ health, pausedAt }: Pick<Source, 'health' | 'pausedAt'>) {
  if (pausedAt !== null) return badge('paused')
  return badge(health.toLowerCase(), health === 'OK' ? 'good' : 'bad')
}

export function statusBadge({ status }: Pick<Submission, 'status'>) {
  const isGood = status === 'ACCEPTED' || status === 'TEST'
  const isBad = status === 'QUARANTINED' || status === 'REFUSED'
  return badge(status.toLowerCase(), isGood ? 'good' : isBad ? 'bad' : 'plain')
}

/** What to do at the sender's side, in order. */
export function setUpSteps({ steps }: Pick<SourceSetUp, 'steps'>) {
  return html`<ol>${steps.map(
    ({ text, value }) =>
      html`<li>${text}${value === null ? '' : html`<pre tabindex="0">${value}</pre>`}</li>`,
  )}</ol>`
}

/** Says what to put before an address that is only a path. */
export function addressHint({ address }: Pick<SourceSetUp, 'address'>) {
  return address.startsWith('/')
    ? html`<p class="quiet">It begins with the address of your gateways: set <code>PUBLIC_URL</code> to show it here.</p>`
    : html``
}
