import { type ProxyName, proxyNames, startProxy } from '@intake/testing/start-proxy'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startLoad } from '../chaos/load.ts'

let stack: Stack
beforeAll(async () => {
  // As a person starts them: with the default SHUTDOWN_DELAY.
  stack = await startStack({ gateways: 2, workers: 0, env: { SHUTDOWN_DELAY: '' } })
})
afterAll(() => stack?.close())

test.each(proxyNames)(
  'two gateways are restarted in turn behind %s: no call fails',
  async (name: ProxyName) => {
    const gateways = stack.apps.gateway.slice(-2)
    const [one = '', two = ''] = gateways.map(({ url }) => url)
    const proxy = await startProxy(name, [one, two])
    onTestFinished(() => proxy.stop())
    const load = startLoad({ urls: [proxy.url], apiKey: stack.workspace.key }, 12)
    const more = async (count: number) => {
      const before = load.answers.length
      await waitFor(`${count} more answers`, () => load.answers.length >= before + count, 60_000)
    }
    try {
      await more(50)
      for (const gateway of gateways) {
        expect(await gateway.stop('SIGTERM')).toBe(0)
        await more(50)
        await stack.add('gateway', { PORT: new URL(gateway.url).port })
        // The proxy comes back to it by itself.
        await more(100)
      }
    } finally {
      await load.stop()
    }
    const failed = load.answers.filter(({ attempts }) => attempts > 1)
    expect({ failed, failures: load.failures }, await proxy.log()).toEqual({ failed: [], failures: [] })
  },
)
