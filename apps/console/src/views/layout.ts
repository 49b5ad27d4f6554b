import { html, raw } from 'hono/html'
import { assetUrl } from '../assets.ts'

export type Html = ReturnType<typeof html>

/** Scripts that a page may have of its own. */
export type PageScript = 'overview.js' | 'import.js' | 'follow.js'

/** What every page begins with. `retry` makes the browser load it again every five seconds. */
export function documentOf(options: { title: string; retry?: boolean; script?: PageScript; body: Html }) {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  ${options.retry ? raw('<meta http-equiv="refresh" content="5">') : ''}
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="${assetUrl('console.css')}">
  <script src="${assetUrl('theme.js')}"></script>
  <script src="${assetUrl('times.js')}" defer></script>
  ${options.script ? html`<script src="${assetUrl(options.script)}" defer></script>` : ''}
  <title>${options.title} · Intake console</title>
</head>
<body>
${options.body}
</body>
</html>
`
}

/** A page with one card in its middle: the login and short messages. */
export function layout(options: { title: string; retry?: boolean; body: Html }) {
  return documentOf({ ...options, body: html`<main class="card lone">\n${options.body}\n</main>` })
}
