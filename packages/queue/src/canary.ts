import type { Queue } from 'bullmq'

/** What a queue looked like when a sender's canary was due. */
export interface CanaryReport {
  paused: boolean
  /** Jobs that wait for a worker, canaries included; 0 while the queue is paused. */
  waiting: number
  /** Whether some worker has taken the sender's last canary, or none was sent yet. */
  returned: boolean
}

const name = 'canary'

/** Canaries carry no leads and never reach a handler. */
export function isCanary(job: { name: string }): boolean {
  return job.name === name
}

export function isCanaryId(jobId: string): boolean {
  return jobId.startsWith(`${name}-`)
}

/**
 * Puts the sender's canary into the queue unless the last one is still there: never more than one for each sender, none
 * while the queue is paused, and nothing is kept of one that was taken.
 */
export async function sendCanary(
  queue: Pick<Queue, 'isPaused' | 'getWaitingCount' | 'getJobState' | 'add'>,
  sender: string,
): Promise<CanaryReport> {
  const jobId = `${name}-${sender}`
  const [paused, waiting, state] = await Promise.all([
    queue.isPaused(),
    queue.getWaitingCount(),
    queue.getJobState(jobId),
  ])
  const returned = state === 'unknown'
  if (!paused && returned)
    await queue.add(name, {}, { jobId, attempts: 1, removeOnComplete: true, removeOnFail: true })
  return { paused, waiting: paused ? 0 : waiting, returned }
}
