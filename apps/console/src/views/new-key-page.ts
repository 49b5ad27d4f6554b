import { html } from 'hono/html'
import { page } from './page.ts'
import { moment } from './parts.ts'

/** A key that was just made: its only showing. */
export function newKeyPage(made: {
  slug: string
  key: string
  expiresAt: Date | null
  /** When the key that it takes the place of ends; null where there is none. */
  oldExpiresAt: Date | null
}) {
  const { slug, key, expiresAt, oldExpiresAt } = made
  return page({
    title: 'A new key',
    section: '/workspaces',
    body: html`<p class="note">Copy it now. It is shown this once; the database keeps a hash of it.</p>
<pre tabindex="0">${key}</pre>
${expiresAt ? html`<p>It is good until ${moment(expiresAt)}.</p>` : ''}
${oldExpiresAt ? html`<p>The old key is good until ${moment(oldExpiresAt)}. Let its clients use the new one before then.</p>` : ''}
<p><a class="button" href="/workspaces/${slug}">Done</a></p>`,
  })
}
