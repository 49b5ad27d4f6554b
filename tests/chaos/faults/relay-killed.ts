import { waitFor } from '@intake/testing/wait-for'
import type { Fault } from '../fault.ts'
import { holdRelay } from '../hold-relay.ts'

/** Gateways die when their jobs are in Redis already, but the events not yet gone from the outbox. */
export const relayKilled: Fault = {
  name: 'relay-killed-between-add-and-delete',
  async inflict({ stack }) {
    const held = await holdRelay(stack)
    try {
      await waitFor('a relay of each gateway to be about to commit', async () => {
        return (await held.waiting()) >= stack.gateways.length
      })
      await Promise.all(stack.gateways.map((slot) => slot.end('SIGKILL')))
    } finally {
      await held.discard()
    }
    await Promise.all(stack.gateways.map((slot) => slot.start()))
  },
}
