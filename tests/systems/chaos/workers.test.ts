import { type BreakableStack, startBreakableStack } from '@intake/testing/start-breakable-stack'
import { afterAll, beforeAll, test } from 'vitest'
import { expectUnharmed } from '../../chaos/expect-unharmed.ts'
import { workerKilled } from '../../chaos/faults/processes.ts'

let stack: BreakableStack
beforeAll(async () => {
  stack = await startBreakableStack({ gateways: 1, workers: 2 })
}, 120_000)
afterAll(() => stack.close(), 60_000)

test('workers killed at random moments: nothing lost, nothing doubled', async () => {
  await expectUnharmed(workerKilled, stack)
}, 180_000)
