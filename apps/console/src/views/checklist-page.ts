import type { TemplateTextError } from '@intake/leads/checklist/parse-template-text'
import { html } from 'hono/html'
import { tokenInput } from './forms.ts'
import { page } from './page.ts'

const notes: Record<string, string> = {
  saved: 'It is in force: leads keep the values of items whose code stayed.',
  same: 'It is the same as before. Nothing was changed.',
}
const example = `groups:
  - name: Business
    items:
      - code: business_type
        label: What kind of business is it?
        fieldType: TEXT
`

/** The checklist template of a workspace, to read, and to edit for who may. */
export function checklistPage(view: {
  slug: string
  revision: number
  /** YAML; empty where there is no template yet. */
  text: string
  /** Null for who may not change it. */
  token: string | null
  done: string
  /** What is wrong with the text; null where nothing is known to be. */
  refused: TemplateTextError | null
}) {
  const { slug, revision, text, token, done, refused } = view
  return page({
    title: 'Checklist',
    section: '/workspaces',
    note: notes[done],
    body: html`<p class="sub">Revision ${revision} of <a href="/workspaces/${slug}">${slug}</a></p>
${refused ? faults(refused) : ''}
${token === null ? reading(text) : editing(slug, text || example, token, refused !== null)}`,
  })
}

function faults({ message, faults }: TemplateTextError) {
  return html`<div class="note bad" role="alert" id="faults"><p>Nothing was saved: the text ${message}.</p>
<ul>${faults.map(({ line, column, message }) => html`<li>Line ${line}, column ${column}: ${message}</li>`)}</ul></div>`
}

function reading(text: string) {
  return text === ''
    ? html`<p class="empty">It has no checklist yet; “npm run admin -- template load” gives it one.</p>`
    : html`<pre tabindex="0">${text}</pre>`
}

function editing(slug: string, text: string, token: string, isRefused: boolean) {
  return html`<form method="post" action="/workspaces/${slug}/checklist">${tokenInput(token)}
  <label for="template">Template, as YAML</label>
  <textarea id="template" name="template" required spellcheck="false" autocomplete="off" wrap="off"${isRefused ? html` aria-invalid="true" aria-describedby="faults"` : ''}>
${text}</textarea>
  <button class="button">Check and save</button>
</form>
<p class="quiet">An item keeps what leads said as long as its code stays. What is left out is asked no more; leads keep its values.</p>`
}
