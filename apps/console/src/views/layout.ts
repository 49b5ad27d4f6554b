import { html, raw } from 'hono/html'

const styles = raw(`
  :root { color-scheme: light dark; --page: #f4f5f7; --card: #fff; --ink: #1b2430; --quiet: #586475; --line: #c3cad4;
    --accent: #1f5fbf; --on-accent: #fff; --bad: #a3231b; --bad-page: #fdeceb }
  @media (prefers-color-scheme: dark) { :root { --page: #12171e; --card: #1b222c; --ink: #e7ebf0; --quiet: #a0abb9;
    --line: #46515f; --accent: #7fb0ff; --on-accent: #0c1a2e; --bad: #ffb3ad; --bad-page: #3a1d1c } }
  * { box-sizing: border-box }
  body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 1rem;
    background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
  main { width: 100%; max-width: 24rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
    padding: 2rem 1.75rem }
  h1 { margin: 0 0 .25rem; font-size: 1.375rem; line-height: 1.3 }
  p { margin: 0 0 1.25rem; color: var(--quiet) }
  label { display: block; margin: 0 0 .25rem; font-weight: 600; font-size: .9375rem }
  input { width: 100%; margin: 0 0 1rem; padding: .625rem .75rem; font: inherit; color: inherit;
    background: var(--page); border: 1px solid var(--line); border-radius: .5rem }
  .button { display: block; width: 100%; padding: .6875rem; font: inherit; font-weight: 600; text-align: center;
    text-decoration: none; cursor: pointer; color: var(--on-accent); background: var(--accent);
    border: 1px solid transparent; border-radius: .5rem }
  .button.quiet { margin-top: .75rem; color: var(--ink); background: transparent; border-color: var(--line) }
  :is(input, .button):focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
  .error { margin: 0 0 1.25rem; padding: .625rem .75rem; color: var(--bad); background: var(--bad-page);
    border-radius: .5rem }
`)

/** The frame of the console's own pages. `retry` makes the browser load it again every five seconds. */
export function layout(options: { title: string; retry?: boolean; body: ReturnType<typeof html> }) {
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  ${options.retry ? raw('<meta http-equiv="refresh" content="5">') : ''}
  <link rel="icon" href="data:,">
  <title>${options.title} · Intake console</title>
  <style>${styles}</style>
</head>
<body>
<main>
${options.body}
</main>
</body>
</html>
`
}
