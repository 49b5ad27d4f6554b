import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { messagePage } from './message-page.ts'

/** Whether the answer goes to a script, ours or Bull Board's, rather than to a person's browser window. */
export function isForScript(c: Context): boolean {
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
  return /^(\/queues)?\/api\//.test(c.req.path) || (c.req.path.startsWith('/queues') && !isRead)
}

/** A refusal as a page, or in the shape that Bull Board shows as a message. A 503 page looks again by itself. */
export function refuse(c: Context, status: ContentfulStatusCode, title: string, detail: string) {
  if (isForScript(c)) return c.json({ error: title, message: detail }, status)
  return c.html(messagePage({ title, detail, retry: status === 503 }), status)
}
