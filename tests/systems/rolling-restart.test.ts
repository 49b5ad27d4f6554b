import { type Nginx, startNginx } from '@intake/testing/start-nginx'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLoad } from '../chaos/load.ts'

let stack: Stack
let nginx: Nginx
beforeAll(async () => {
  // As a person starts them: with the default SHUTDOWN_DELAY.
  stack = await startStack({ gateways: 2, workers: 0, env: { SHUTDOWN_DELAY: '' } })
  const [one, two] = stack.apps.gateway.map(({ url }) => url)
  nginx = await startNginx([one ?? '', two ?? ''])
})
afterAll(async () => {
  await nginx?.stop()
  await stack?.close()
})

test('two gateways are restarted in turn behind nginx: no call fails', async () => {
  const load = startLoad({ urls: [nginx.url], apiKey: stack.workspace.key }, 12)
  const more = async (count: number) => {
    const before = load.answers.length
    await waitFor(`${count} more answers`, () => load.answers.length >= before + count, 60_000)
  }
  try {
    await more(50)
    for (const gateway of [...stack.apps.gateway]) {
      expect(await gateway.stop('SIGTERM')).toBe(0)
      await more(50)
      await stack.add('gateway', { PORT: new URL(gateway.url).port })
      // nginx comes back to it by itself.
      await more(100)
    }
  } finally {
    await load.stop()
  }
  const failed = load.answers.filter(({ attempts }) => attempts > 1)
  expect({ failed, failures: load.failures }, await nginx.log()).toEqual({ failed: [], failures: [] })
})
