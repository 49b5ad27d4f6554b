import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/**
 * A header field of the request; its name in lower case. It is taken from where Node has put it: through Hono each look-up checks and
 * normalises anew what Node has done already, and a create makes nine. Not for fields that must not come twice, such as
 * `content-type`: Node drops the second, Hono joins them.
 */
export function headerOf(c: Context, name: string): string | undefined {
  // Without a server, as in a test of one route, there is only Hono.
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
  if (!incoming) return c.req.header(name)
  const value = incoming.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

/** All header fields of the request, their names in lower case. Taken from the same place. */
export function headersOf(c: Context): Record<string, string> {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
  if (!incoming) return c.req.header()
  // A field of answers, and the only one that Node has a list of.
  const { 'set-cookie': _, ...headers } = incoming.headers
  return headers as Record<string, string>
}
