import { retiredQueues } from '@intake/contracts/jobs'
import { Queue } from 'bullmq'
import type { Queues } from './create-queues.ts'

/**
 * Removes the queues of earlier versions, jobs included: their leads are still owed, and the reconciler announces them again. Waits for Redis.
 * Safe to repeat, and beside workers of those versions.
 */
export async function removeRetiredQueues({ queues }: Queues): Promise<void> {
  const current = queues['timezone-inference']
  await current.waitUntilReady()
  const { connection, prefix = '' } = current.opts
  for (const name of retiredQueues) {
    const queue = new Queue(name, { connection, prefix, skipVersionCheck: true })
    try {
      await queue.obliterate({ force: true })
    } finally {
      await queue.close()
    }
  }
}
