import { AppError } from '@intake/contracts/app-error'
import type { Caller } from '@intake/leads/workspace/caller'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { collectHeaders } from '../answer/answer.ts'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { headerOf } from '../request/header-of.ts'
import { createAuthentication } from './authenticate-request.ts'
import type { Bounds } from './bounds.ts'
import { takeToken } from './take-token.ts'

/**
 * What a request to the API has to pass before anything of its body is read: its key, its workspace's share of this process, the key's rate. A
 * request whose key isn't verified yet holds nothing.
 */
export function admitted(deps: GatewayDeps, bounds: Bounds) {
  const authenticateRequest = createAuthentication(deps)
  return createMiddleware<GatewayEnv>(async (c, next) => {
    const caller = await authenticateRequest(c)
    if (caller.publishedTo) requirePage(c, caller.publishedTo)
    const held = bounds.enter(c, caller.workspaceId)
    c.set('held', held)
    try {
      // A key without a limit, of its own or by the setting, isn't counted at all.
      const limit = caller.rateLimit ?? (caller.publishedTo ? ofPages : deps.defaultRateLimit)
      if (limit) await takeToken(c, deps, limit, bucketOf(caller, c.get('address')))
      await next()
    } finally {
      held.leave()
    }
  })
}

/** Of a visitor's address, where pages send: people send a form now and then. */
export const ofPages = { perSecond: 1, burst: 20 }

/** Everybody can read a publishable key, so that each address has a limit of its own. */
function bucketOf({ keyId, publishedTo }: Caller, address: string | undefined): string {
  return publishedTo ? `${keyId} ${address ?? ''}` : keyId
}

/** Lets only pages of these origins use a publishable key, and read its answers. Throws `forbidden`. */
function requirePage(c: Context<GatewayEnv>, origins: readonly string[]): void {
  const origin = headerOf(c, 'origin')
  collectHeaders(c, { vary: 'Origin' })
  if (origin === undefined || !origins.includes(origin.toLowerCase()))
    throw new AppError('forbidden', 'Pages of this origin may not use this key.')
  collectHeaders(c, { 'access-control-allow-origin': origin })
}
