import type { BreakableStack } from '@intake/testing/start-breakable-stack'
import { expect } from 'vitest'
import type { Fault } from './fault.ts'
import { runFault } from './run-fault.ts'

/** The short form of a fault: nothing lost, nothing doubled, everything answered and enriched in the end. */
export async function expectUnharmed(
  fault: Fault,
  stack: BreakableStack,
  options: { seconds?: number; rounds?: number } = {},
): Promise<void> {
  const outcome = await runFault(
    fault.name,
    { stack, inflict: fault.inflict },
    {
      seconds: 1.5,
      rounds: 3,
      clients: 6,
      calmSeconds: 0,
      ...options,
    },
  )
  expect(outcome).toMatchObject({ unanswered: [], lost: [], doubled: [] })
  if (fault.unnoticed) expect(outcome.retries).toBe(0)
}
