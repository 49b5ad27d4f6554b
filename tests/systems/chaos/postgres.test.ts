import { type BreakableStack, startBreakableStack } from '@intake/testing/start-breakable-stack'
import { afterAll, beforeAll, test } from 'vitest'
import { expectUnharmed } from '../../chaos/expect-unharmed.ts'
import { postgresCut, postgresKilled } from '../../chaos/faults/postgres.ts'

let stack: BreakableStack
beforeAll(async () => {
  stack = await startBreakableStack({ gateways: 2, workers: 1 })
}, 120_000)
afterAll(() => stack.close(), 60_000)

test.each([postgresKilled, postgresCut])(
  '$name: nothing lost, nothing doubled',
  (fault) => expectUnharmed(fault, stack),
  180_000,
)
