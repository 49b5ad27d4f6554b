import { html } from 'hono/html'
import { layout } from './layout.ts'

/** Asks before signing out: Bull Board offers links only, and a link must not change anything. */
export function logoutPage() {
  const body = html`
  <h1>Sign out?</h1>
  <p>You will need the password to look at the queues again.</p>
  <form method="post" action="/logout">
    <button class="button" autofocus>Sign out</button>
    <a class="button quiet" href="/">Back to the queues</a>
  </form>`
  return layout({ title: 'Sign out', body })
}
