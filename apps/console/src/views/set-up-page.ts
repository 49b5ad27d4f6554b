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
  <p>What you paste below brings leads to us. Treat it like a password.</p>
  ${addressHint(setUp)}
  ${setUpSteps(setUp)}`,
  })
}
