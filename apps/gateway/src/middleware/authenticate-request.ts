import { authenticate } from '@intake/leads/workspace/authenticate'
import { createBadKeys } from '@intake/leads/workspace/bad-keys'
import type { Caller } from '@intake/leads/workspace/caller'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { clientAddressOf } from '../request/client-address.ts'
import { headerOf } from '../request/header-of.ts'

/** Verifies `x-api-key` and leaves the caller for the handlers. */
export function createAuthentication(
  deps: Pick<GatewayDeps, 'configuration' | 'keyUsage' | 'trustedProxies'>,
) {
  const { configuration, keyUsage } = deps
  const checks = { configuration, badKeys: createBadKeys() }
  const addressOf = clientAddressOf(deps)
  return async (c: Context<GatewayEnv>): Promise<Caller> => {
    const address = addressOf(c)
    c.set('address', address)
    const caller = await authenticate(checks, headerOf(c, 'x-api-key'), { now: new Date(), address })
    keyUsage.note(caller.workspaceId, caller.keyId)
    c.set('caller', caller)
    return caller
  }
}
