import {
  enrichmentJobNames,
  type JobName,
  jobCatalogue,
  jobNames,
  type LeadsJob,
} from '@intake/contracts/jobs'
import { withTimeout } from '@intake/runtime/with-timeout'
import { Queue } from 'bullmq'
import type { Redis } from 'ioredis'
import { type CanaryReport, sendCanary } from './canary.ts'
import { connectProducer } from './connections.ts'
import {
  inspectQueue,
  type LeadsQueue,
  oldestIn,
  type QueueReport,
  type RedisMemory,
  readMemory,
} from './inspect-queue.ts'

export interface QueuesConfig {
  redisUrl: string
  /** Key prefix. A hash tag keeps all keys of a queue in one slot of a Redis cluster. */
  prefix?: string
  /** Bound of any one call to Redis, ms. */
  timeoutMs?: number
  onError?: (error: Error) => void
}

export interface NewJob {
  payload: LeadsJob
  /** When the work was announced; now unless told otherwise. */
  since?: Date | undefined
}

/** The producer's side of all queues, over one connection. Calls reject within `timeoutMs`, whatever Redis does. */
export interface Queues {
  queues: Record<JobName, LeadsQueue>
  /** Rejects unless Redis answers. */
  ping(): Promise<void>
  /** Adds jobs of one name at once; hints only while few wait. Those that reject may have been added all the same. */
  add(name: JobName, jobs: readonly NewJob[]): Promise<void>
  /** Enrichment jobs that wait for a worker, over all their queues. */
  countWaiting(): Promise<number>
  /** Sends each queue the sender's canary where it is due, and tells what was seen. */
  sendCanaries(sender: string): Promise<Record<JobName, CanaryReport>>
  /** When the longest announced of the enrichment jobs yet to be done was announced; null when there is none. */
  oldestJobAt(): Promise<Date | null>
  /** What each queue holds. */
  inspect(): Promise<Record<JobName, QueueReport>>
  redisMemory(): Promise<RedisMemory>
  close(): Promise<void>
}

export const defaultPrefix = '{intake}'

/** More hints than this waiting say nothing new. */
const maxHints = 500

/** How long finished jobs are kept at most, seconds. */
const keptFor = { completed: 3600, failed: 14 * 24 * 3600 }

export function createQueues(config: QueuesConfig): Queues {
  const { prefix = defaultPrefix, timeoutMs = 3000, onError = () => undefined } = config
  const redis = connectProducer(config.redisUrl, onError)
  const queues = Object.fromEntries(
    jobNames.map((name) => [name, createQueue(name, redis, prefix, onError)]),
  ) as Record<JobName, LeadsQueue>
  const all = Object.values(queues)
  const enrichment = enrichmentJobNames.map((name) => queues[name])
  const waitingLists = enrichment.map((queue) => queue.toKey('wait'))
  const bounded = <Result>(what: string, work: () => Promise<Result>) => {
    // Asked of a connection that is down, BullMQ would wait for it and then act on a request long given up.
    if (redis.status !== 'ready') return Promise.reject(new Error(`no connection to Redis (${redis.status})`))
    return withTimeout(work(), { what, timeoutMs })
  }

  return {
    queues,
    ping: () => bounded('ping', () => redis.ping()).then(() => undefined),
    add: async (name, jobs) => {
      const bulk = jobs.map(({ payload, since }) => ({
        name,
        data: jobCatalogue[name].payload.parse(payload),
        opts: since ? { timestamp: since.getTime() } : {},
      }))
      await bounded(`adding ${name} jobs`, async () => {
        if (jobCatalogue[name].isHint && (await queues[name].getWaitingCount()) >= maxHints) return
        await queues[name].addBulk(bulk)
      })
    },
    countWaiting: () => bounded('counting jobs', async () => sum(await lengths(redis, waitingLists))),
    sendCanaries: (sender) =>
      bounded('sending canaries', () => ofEach((name) => sendCanary(queues[name], sender))),
    oldestJobAt: () =>
      bounded('finding the oldest job', async () =>
        earliest(await Promise.all(enrichment.map((queue) => oldestIn(queue, redis)))),
      ),
    inspect: () =>
      bounded('inspecting the queues', () => ofEach((name) => inspectQueue(queues[name], redis))),
    redisMemory: () => bounded('reading the memory of Redis', () => readMemory(redis)),
    close: async () => {
      const closing = Promise.all(all.map((queue) => queue.close()))
      await withTimeout(closing, { what: 'closing the queues', timeoutMs }).catch(onError)
      redis.disconnect()
    },
  }
}

/** Asks something of each queue at once. */
async function ofEach<Answer>(ask: (name: JobName) => Promise<Answer>): Promise<Record<JobName, Answer>> {
  const answers = await Promise.all(jobNames.map(async (name) => [name, await ask(name)] as const))
  return Object.fromEntries(answers) as Record<JobName, Answer>
}

function createQueue(
  name: JobName,
  connection: Redis,
  prefix: string,
  onError: (error: Error) => void,
): LeadsQueue {
  const { attempts, backoffMs, kept } = jobCatalogue[name]
  const queue: LeadsQueue = new Queue(name, {
    connection,
    prefix,
    defaultJobOptions: {
      attempts,
      backoff: { type: 'exponential', delay: backoffMs, jitter: 0.5 },
      removeOnComplete: { age: keptFor.completed, count: kept },
      removeOnFail: { age: keptFor.failed, count: kept },
    },
  })
  queue.on('error', onError)
  return queue
}

/** In one round trip: the relay asks before each claim, and claims nothing without an answer. */
async function lengths(redis: Redis, lists: readonly string[]): Promise<number[]> {
  const pipeline = redis.pipeline()
  for (const list of lists) pipeline.llen(list)
  const answers = await pipeline.exec()
  if (!answers) throw new Error('Redis gave no answer')
  return answers.map(([error, length]) => {
    if (error) throw error
    return Number(length)
  })
}

function earliest(times: readonly (number | null)[]): Date | null {
  const known = times.filter((time) => time !== null)
  return known.length > 0 ? new Date(Math.min(...known)) : null
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
