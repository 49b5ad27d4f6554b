import { html } from 'hono/html'
import { documentOf, type Html, type PageScript } from './layout.ts'

const sections = [
  ['/', 'Overview'],
  ['/leads', 'Leads'],
  ['/imports', 'Imports'],
  ['/workspaces', 'Workspaces'],
  ['/webhooks', 'Webhooks'],
  ['/dead', 'Dead jobs'],
  ['/audit', 'Audit'],
  ['/queues', 'Queues'],
] as const

/** A page behind the login: navigation, a heading, and what it shows. `section` is the address of its part. */
export function page(options: {
  title: string
  section: (typeof sections)[number][0]
  note?: string | undefined
  script?: PageScript
  body: Html
}) {
  const { title, section, note, script, body } = options
  return documentOf({
    title,
    ...(script ? { script } : {}),
    body: html`<a class="skip" href="#content">Skip to the content</a>
<header class="top">
  <a class="brand" href="/">Intake</a>
  <nav aria-label="Console">
    ${sections.map(([href, label]) => html`<a href="${href}"${href === section ? html` aria-current="page"` : ''}>${label}</a>`)}
  </nav>
  <div class="tools">
    <button type="button" class="button small quiet" id="theme" hidden>Theme</button>
    <a class="button small quiet" href="/logout">Sign out</a>
  </div>
</header>
<main id="content" class="wide" tabindex="-1">
<h1>${title}</h1>
${note ? html`<p class="note" role="status">${note}</p>` : ''}
${body}
</main>`,
  })
}
