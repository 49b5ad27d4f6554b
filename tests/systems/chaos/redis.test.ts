import { type BreakableStack, startBreakableStack } from '@intake/testing/start-breakable-stack'
import { afterAll, beforeAll, test } from 'vitest'
import { expectUnharmed } from '../../chaos/expect-unharmed.ts'
import {
  redisAbsentAtStart,
  redisDemoted,
  redisEmptied,
  redisFlushed,
  redisFrozen,
  redisFull,
  redisKilled,
} from '../../chaos/faults/redis.ts'

let stack: BreakableStack
beforeAll(async () => {
  stack = await startBreakableStack({ gateways: 2, workers: 2 })
}, 120_000)
afterAll(() => stack.close(), 60_000)

test('without Redis every call is answered 2xx at the first try, and enriched afterwards', async () => {
  await expectUnharmed(redisKilled, stack, { seconds: 8 })
}, 180_000)

test.each([redisFrozen, redisFlushed, redisFull, redisDemoted, redisAbsentAtStart, redisEmptied])(
  '$name: nothing lost, nothing doubled',
  (fault) => expectUnharmed(fault, stack),
  180_000,
)
