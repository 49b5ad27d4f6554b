import type { HttpBindings } from '@hono/node-server'
import { authenticate } from '@intake/leads/workspace/authenticate'
import { createBadKeys } from '@intake/leads/workspace/bad-keys'
import type { Caller } from '@intake/leads/workspace/caller'
import { createClientAddress } from '@intake/leads/workspace/client-address'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { headerOf } from '../request/header-of.ts'

/** Verifies `x-api-key` and leaves the caller for the handlers. */
export function createAuthentication(
  deps: Pick<GatewayDeps, 'configuration' | 'keyUsage' | 'trustedProxies'>,
) {
  const { configuration, keyUsage } = deps
  const checks = { configuration, badKeys: createBadKeys() }
  const clientAddress = createClientAddress(deps.trustedProxies)
  return async (c: Context<GatewayEnv>): Promise<Caller> => {
    const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
    const address = clientAddress(incoming?.socket.remoteAddress, headerOf(c, 'x-forwarded-for'))
    const caller = await authenticate(checks, headerOf(c, 'x-api-key'), { now: new Date(), address })
    keyUsage.note(caller.workspaceId, caller.keyId)
    c.set('caller', caller)
    return caller
  }
}
