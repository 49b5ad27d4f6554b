import type { HttpBindings } from '@hono/node-server'
import { createClientAddress } from '@intake/leads/workspace/client-address'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { headerOf } from './header-of.ts'

/** Where a request came from, as far as the proxies in front of us can be trusted; undefined where nothing is known. */
export function clientAddressOf({ trustedProxies }: Pick<GatewayDeps, 'trustedProxies'>) {
  const clientAddress = createClientAddress(trustedProxies)
  return (c: Context<GatewayEnv>): string | undefined => {
    const { incoming } = (c.env ?? {}) as Partial<HttpBindings>
    return clientAddress(incoming?.socket.remoteAddress, headerOf(c, 'x-forwarded-for'))
  }
}
