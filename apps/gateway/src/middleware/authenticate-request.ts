import type { HttpBindings } from '@hono/node-server'
import { authenticate } from '@intake/leads/workspace/authenticate'
import type { Caller } from '@intake/leads/workspace/caller'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { headerOf } from '../request/header-of.ts'

/** Verifies `x-api-key` and leaves the caller for the handlers. */
export async function authenticateRequest(
  c: Context<GatewayEnv>,
  { configuration, keyUsage }: Pick<GatewayDeps, 'configuration' | 'keyUsage'>,
): Promise<Caller> {
  const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
  const from = { now: new Date(), address: incoming?.socket.remoteAddress }
  const caller = await authenticate(configuration, headerOf(c, 'x-api-key'), from)
  keyUsage.note(caller.workspaceId, caller.keyId)
  c.set('caller', caller)
  return caller
}
