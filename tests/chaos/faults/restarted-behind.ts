import { startBreakableStack } from '@intake/testing/start-breakable-stack'
import { type ProxyName, startProxy } from '@intake/testing/start-proxy'
import type { FaultOfOwnStack } from '../fault.ts'

/** Gateways are restarted in turn behind a proxy with our configuration of it, each once at least. */
export function restartedBehind(name: ProxyName): FaultOfOwnStack {
  return {
    name: `restarted-behind-${name}`,
    unnoticed: true,
    async setUp() {
      // As a person starts them: with the default SHUTDOWN_DELAY.
      const stack = await startBreakableStack({ gateways: 2, workers: 1, env: { SHUTDOWN_DELAY: '' } })
      const [one, two] = stack.gateways
      const proxy = await startProxy(name, [one?.url ?? '', two?.url ?? ''])
      return {
        stack,
        urls: [proxy.url],
        async inflict({ seconds }) {
          const endsAt = performance.now() + seconds * 1000
          do {
            for (const gateway of stack.gateways) {
              await gateway.end('SIGTERM')
              await gateway.start()
            }
          } while (performance.now() < endsAt)
        },
        async close() {
          await proxy.stop()
          await stack.close()
        },
      }
    },
  }
}
