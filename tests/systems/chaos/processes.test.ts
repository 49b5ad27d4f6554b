import { type BreakableStack, startBreakableStack } from '@intake/testing/start-breakable-stack'
import { afterAll, beforeAll, test } from 'vitest'
import { expectUnharmed } from '../../chaos/expect-unharmed.ts'
import { clientHangsUp } from '../../chaos/faults/client-hangs-up.ts'
import { clockJumps } from '../../chaos/faults/clock-jumps.ts'
import { gatewayKilled } from '../../chaos/faults/processes.ts'
import { relayKilled } from '../../chaos/faults/relay-killed.ts'

let stack: BreakableStack
beforeAll(async () => {
  stack = await startBreakableStack({ gateways: 2, workers: 2 })
}, 120_000)
afterAll(() => stack.close(), 60_000)

test.each([gatewayKilled, relayKilled, clientHangsUp, clockJumps])(
  '$name: nothing lost, nothing doubled',
  (fault) => expectUnharmed(fault, stack),
  180_000,
)
