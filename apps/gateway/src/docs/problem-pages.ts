import { errorCodes } from '@intake/contracts/app-error'
import { html } from 'hono/html'
import { kindOf, problemPages, problemType } from '../answer/problem-kind.ts'
import { problemExample, refusals } from '../openapi/problems.ts'
import { type Asset, createAsset } from './asset.ts'

type Part = ReturnType<typeof html>

/** A page for each kind of problem, by its address, and one that lists them all. `stylesheet` is the address of their styles. */
export function problemPagesWith(stylesheet: string): ReadonlyMap<string, Asset> {
  const pageOf = (title: string, content: Part) =>
    createAsset(`${layout(stylesheet, title, content)}`, 'text/html; charset=utf-8')
  return new Map([
    [problemPages, pageOf('Problems', list())],
    ...errorCodes.map((code) => [problemType(code), pageOf(kindOf(code).title, about(code))] as const),
  ])
}

function about(code: (typeof errorCodes)[number]): Part {
  const { status, title, retryable } = kindOf(code)
  const { when, cure } = refusals[code]
  return html`<h1>${title}</h1>
<p>Status ${status}, code <code>${code}</code></p>
<h2>When it comes</h2>
<p>${withCode(when)}</p>
<h2>What to do</h2>
<p>${withCode(cure)}</p>
<p>${retryable ? 'The same call may succeed later.' : 'The same call fails again.'}</p>
<h2>An example</h2>
<pre tabindex="0" aria-label="An answer"><code>${JSON.stringify(problemExample(code), null, 2)}</code></pre>
<nav aria-label="More"><a href="${problemPages}">All problems</a> <a href="/docs">The API</a></nav>`
}

function list(): Part {
  const rows = errorCodes.map(
    (code) =>
      html`<tr><td>${kindOf(code).status}</td><td><a href="${problemType(code)}">${kindOf(code).title}</a></td><td>${withCode(refusals[code].when)}</td></tr>`,
  )
  return html`<h1>Problems</h1>
<p>An answer with a status of 400 or more is a problem document as RFC 9457 describes it. Its <code>code</code> is for programs, its <code>type</code> leads to a page here.</p>
<table><thead><tr><th scope="col">Status</th><th scope="col">Problem</th><th scope="col">When it comes</th></tr></thead><tbody>${rows}</tbody></table>
<nav aria-label="More"><a href="/docs">The API</a></nav>`
}

/** What stands between backticks as code. */
function withCode(text: string): Part[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))
}

function layout(stylesheet: string, title: string, content: Part) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Intake API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${stylesheet}">
</head>
<body><main>${content}</main></body>
</html>
`
}
