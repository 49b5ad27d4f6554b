import { html } from 'hono/html'
import { layout } from './layout.ts'

/** A page that says one thing and offers the way back. */
export function messagePage({
  title,
  detail,
  retry = false,
}: {
  title: string
  detail: string
  retry?: boolean
}) {
  const body = html`
  <h1>${title}</h1>
  <p>${detail}</p>
  ${retry ? html`<p role="status">This page looks again every five seconds.</p>` : ''}
  <a class="button" href="/">Go to the overview</a>`
  return layout({ title, retry, body })
}
