import { html } from 'hono/html'
import { tokenInput } from './forms.ts'
import { layout } from './layout.ts'

/** Asks before signing out: Bull Board offers links only, and a link must not change anything. */
export function logoutPage(token: string) {
  const body = html`
  <h1>Sign out?</h1>
  <p>You will need the password to come back.</p>
  <form method="post" action="/logout">
    ${tokenInput(token)}
    <button class="button" autofocus>Sign out</button>
    <a class="button quiet" href="/">Stay</a>
  </form>`
  return layout({ title: 'Sign out', body })
}
