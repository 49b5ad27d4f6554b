import { html } from 'hono/html'
import { tokenInput } from './forms.ts'
import { layout } from './layout.ts'

/** The form to sign in, with what went wrong the last time. */
export function loginPage({
  next,
  token,
  user = '',
  error,
}: {
  next: string
  token: string
  user?: string
  error?: string
}) {
  const body = html`
  <h1>Intake console</h1>
  <p>Sign in to see whether leads flow.</p>
  ${error ? html`<p class="error" role="alert" id="error">${error}</p>` : ''}
  <form method="post" action="/login">
    ${tokenInput(token)}
    <input type="hidden" name="next" value="${next}">
    <label for="user">User name</label>
    <input id="user" name="user" value="${user}" autocomplete="username" autocapitalize="none" spellcheck="false"
      required maxlength="200"${user ? '' : html` autofocus`}>
    <label for="password">Password</label>
    <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="1000"
      ${user ? html` autofocus` : ''}${error ? html` aria-describedby="error"` : ''}>
    <button class="button">Sign in</button>
  </form>`
  return layout({ title: 'Sign in', body })
}
