import type { JobName, LeadsJob } from '@intake/contracts/jobs'
import type { JobType, Queue } from 'bullmq'
import { isCanaryId } from './canary.ts'
import type { RedisClient } from './connections.ts'

export type LeadsQueue = Queue<LeadsJob, unknown, JobName>

const shownStates = ['waiting', 'active', 'delayed', 'prioritized', 'failed'] as const

export interface QueueReport {
  paused: boolean
  /** Canaries count as jobs here. `failed` are kept for an operator to look at. */
  counts: Record<(typeof shownStates)[number], number>
  /** When the longest announced job was announced that is yet to be done. */
  oldestAt: Date | null
}

export async function inspectQueue(queue: LeadsQueue, redis: RedisClient): Promise<QueueReport> {
  const [paused, counts, oldest] = await Promise.all([
    queue.isPaused(),
    queue.getJobCounts(...shownStates),
    oldestIn(queue, redis),
  ])
  return {
    paused,
    counts: Object.fromEntries(
      shownStates.map((state) => [state, counts[state] ?? 0]),
    ) as QueueReport['counts'],
    oldestAt: oldest === null ? null : new Date(oldest),
  }
}

const unfinished: JobType[] = ['wait', 'active', 'delayed', 'prioritized']
/** More than the relay lets wait, so that as a rule all are looked at. */
const mostLookedAt = 5000

/**
 * When the longest announced job was announced, epoch ms. Retries and fairness between workspaces put old work behind
 * newer, so the heads of the lists don't tell.
 */
export async function oldestIn(queue: LeadsQueue, redis: RedisClient): Promise<number | null> {
  const ids = await queue.getRanges(unfinished, 0, mostLookedAt, true)
  const pipeline = redis.pipeline()
  for (const id of ids) if (!isCanaryId(id)) pipeline.hget(queue.toKey(id), 'timestamp')
  let oldest: number | null = null
  for (const [error, timestamp] of (await pipeline.exec()) ?? []) {
    if (error) throw error
    if (typeof timestamp === 'string') oldest = Math.min(oldest ?? Infinity, Number(timestamp))
  }
  return oldest
}
