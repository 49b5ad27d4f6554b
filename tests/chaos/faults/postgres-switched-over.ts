import { startBreakableStack } from '@intake/testing/start-breakable-stack'
import { startPostgresPair } from '@intake/testing/start-postgres-pair'
import { startTcpProxy } from '@intake/testing/start-tcp-proxy'
import { type FaultOfOwnStack, lastFor } from '../fault.ts'

/** The primary comes back as a standby at the address that all use; only then the address leads to the new one. */
export const postgresSwitchedOver: FaultOfOwnStack = {
  name: 'postgres-switched-over',
  async setUp() {
    const pair = await startPostgresPair()
    const proxy = await startTcpProxy(pair.ports.a)
    const url = new URL(pair.urls.a)
    url.port = String(proxy.port)
    const stack = await startBreakableStack({ gateways: 2, workers: 2, env: { DATABASE_URL: url.href } })
    return {
      stack,
      async inflict(scene) {
        await pair.switchOver()
        await lastFor(scene)
        proxy.pointTo(pair.ports[pair.primary()])
      },
      async close() {
        await stack.close()
        proxy.close()
        await pair.close()
      },
    }
  },
}
