import type { Context } from 'hono'

/** Points to the next page: this very address with another cursor, relative, so that no proxy's host gets into it. */
export function linkNext(c: Context, cursor: string | null): void {
  if (cursor === null) return
  const query = new URL(c.req.url).searchParams
  query.set('cursor', cursor)
  c.header('Link', `<${c.req.path}?${query}>; rel="next"`)
}
