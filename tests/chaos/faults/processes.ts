import type { Slot } from '@intake/testing/start-breakable-stack'
import { type Fault, randomMoment } from '../fault.ts'

/** Kills one after another at random moments; the next comes only when the last is back. */
async function killInTurn(slots: readonly Slot[], rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await randomMoment(300)
    const slot = slots[round % slots.length]
    await slot?.end('SIGKILL')
    await slot?.start()
  }
}

export const gatewayKilled: Fault = {
  name: 'gateway-killed',
  inflict: ({ stack, rounds }) => killInTurn(stack.gateways, rounds),
}

export const workerKilled: Fault = {
  name: 'worker-killed',
  unnoticed: true,
  inflict: ({ stack, rounds }) => killInTurn(stack.workers, rounds),
}
