import { html } from 'hono/html'
import { tokenField } from '../form-tokens.ts'

/** The hidden field that every form carries. */
export function tokenInput(token: string) {
  return html`<input type="hidden" name="${tokenField}" value="${token}">`
}

/** A button that does one thing, as a form of its own. */
export function actionForm(options: {
  action: string
  token: string
  label: string
  /** Names what it acts on to a screen reader. */
  of: string
  fields?: Record<string, string>
}) {
  return html`<form method="post" action="${options.action}" class="inline">
    ${tokenInput(options.token)}
    ${Object.entries(options.fields ?? {}).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
    <button class="button small" aria-label="${options.label} ${options.of}">${options.label}</button>
  </form>`
}
