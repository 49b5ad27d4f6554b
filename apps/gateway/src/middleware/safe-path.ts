import type { Context } from 'hono'
import { routePattern } from './route-pattern.ts'

/**
 * A request's path for the log: its route, with ids filled in. Anything else a client wrote there, such as a phone number
 * or an e-mail address, is left out.
 */
export function safePath(c: Context, pattern = routePattern(c)): string {
  if (pattern === null) return '…'
  const given = c.req.path.split('/')
  return pattern
    .split('/')
    .map((part, index) => (part.startsWith(':') ? safePart(given[index] ?? '') : part))
    .join('/')
}

function safePart(part: string): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(part) ? part : '…'
}
