import type { SourceSetUp } from '@intake/leads/sources/set-up-source'
import { html } from 'hono/html'
import { layout } from './layout.ts'
import { addressHint, setUpSteps } from './source-parts.ts'

/** How to set one source up, for somebody without a login: its name, its address and the steps. */
export function setUpPage(setUp: SourceSetUp) {
  return layout({
    title: `Set up ${setUp.source.name}`,
    body: html`
  <h1>${setUp.source.name}</h1>
  <p>Leads reach us at this address. Treat it, and what else is shown to paste, like a password.</p>
  <pre tabindex="0">${setUp.address}</pre>
  ${addressHint(setUp)}
  ${setUpSteps(setUp)}`,
  })
}
