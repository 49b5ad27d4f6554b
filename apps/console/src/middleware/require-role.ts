import type { MiddlewareHandler } from 'hono'
import { allows, type Role } from '../users.ts'
import { refuse } from '../views/refuse.ts'

/** What an operator may change: give failed work another try, undo a merge, import a file, and note that somebody opted out. */
const ofOperators: readonly RegExp[] = [
  /^\/dead\/redrive$/,
  /^\/leads\/[^/]+\/[^/]+\/unmerge$/,
  /^\/imports\/[^/]+(?:\/preview)?$/,
  /^\/webhooks\/[^/]+\/[^/]+\/(?:replay|test)$/,
  /^\/workspaces\/[^/]+\/(?:submissions|sources)\/[^/]+\/replay$/,
  /^\/workspaces\/[^/]+\/submissions\/[^/]+\/dismiss$/,
  /^\/workspaces\/[^/]+\/suppressions$/,
  // Of Bull Board: failed jobs of a queue, delayed ones, and a single job.
  /^\/queues\/api\/queues\/[^/]+\/retry\/[^/]+$/,
  /^\/queues\/api\/queues\/[^/]+\/promote$/,
  /^\/queues\/api\/queues\/[^/]+\/(?!(?:clean|retry|rate-limit|job-schedulers)\/)[^/]+\/(?:retry|promote)$/,
]

/** Files of many leads at once. */
const isFile = /\.csv$/

/** The least role that a request takes. Everybody who is signed in reads and signs out; a file of all leads takes an operator; what isn't listed takes an admin. */
export function roleNeeded(method: string, path: string): Role {
  if (isFile.test(path)) return 'operator'
  if (method === 'GET' || method === 'HEAD' || path === '/logout') return 'viewer'
  return ofOperators.some((one) => one.test(path)) ? 'operator' : 'admin'
}

/** Refuses what the user's role doesn't allow, whatever route it is for. */
export const requireRole: MiddlewareHandler = async (c, next) => {
  const needed = roleNeeded(c.req.method, c.req.path)
  if (allows(c.get('user').role, needed)) return next()
  return refuse(c, 403, 'Not allowed', `This takes the role ${needed}; yours is ${c.get('user').role}.`)
}
