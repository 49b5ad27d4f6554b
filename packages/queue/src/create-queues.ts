import {
  enrichmentJobNames,
  type JobName,
  jobCatalogue,
  jobNames,
  type LeadsJob,
} from '@intake/contracts/jobs'
import { withTimeout } from '@intake/runtime/with-timeout'
import { Queue } from 'bullmq'
import { type CanaryReport, sendCanary } from './canary.ts'
import { checkServer, type RedisMemory, readMemory } from './check-server.ts'
import { connectProducer, type RedisClient } from './connections.ts'
import { asRefusal, explainRefusal, isOfServer, RedisRefusal } from './explain-refusal.ts'
import { inspectQueue, type LeadsQueue, oldestIn, type QueueReport } from './inspect-queue.ts'
import { defaultPrefix, type RedisSettings } from './redis-settings.ts'

export interface QueuesConfig {
  redis: RedisSettings
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

/**
 * The producer's side of all queues, over one connection. Calls reject within `timeoutMs`, whatever Redis does; with a
 * {@link RedisRefusal} when it answers, but refuses.
 */
export interface Queues {
  queues: Record<JobName, LeadsQueue>
  /** Rejects unless Redis answers. */
  ping(): Promise<void>
  /**
   * Rejects unless Redis takes writes and, of late, took the jobs that were added. Answers what is wrong with the server
   * short of that, each as a sentence.
   */
  check(): Promise<string[]>
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

/** More hints than this waiting say nothing new. */
const maxHints = 500
/** A refusal of jobs is told for so long, ms, unless later ones are taken. */
const refusalCountsMs = 15_000

/** How long finished jobs are kept at most, seconds. */
const keptFor = { completed: 3600, failed: 14 * 24 * 3600 }

export function createQueues(config: QueuesConfig): Queues {
  const { prefix = defaultPrefix, timeoutMs = 3000, onError = () => undefined } = config
  const { client: redis, refusal } = connectProducer(config.redis, onError)
  const { mode } = config.redis
  const queues = Object.fromEntries(
    jobNames.map((name) => [name, createQueue(name, redis, prefix, onError)]),
  ) as Record<JobName, LeadsQueue>
  const all = Object.values(queues)
  const enrichment = enrichmentJobNames.map((name) => queues[name])
  const waitingLists = enrichment.map((queue) => queue.toKey('wait'))
  /** What the last write met with: the next look is thorough after anything but a success. */
  let isProven = false
  let refusedJobs: { reason: string; at: number } | null = null

  const bounded = async <Result>(what: string, work: () => Promise<Result>): Promise<Result> => {
    // Asked of a connection that is down, BullMQ would wait for it and then act on a request long given up.
    if (redis.status !== 'ready') {
      const reason = refusal()
      throw reason === null ? new Error(`no connection to Redis (${redis.status})`) : new RedisRefusal(reason)
    }
    try {
      return await withTimeout(work(), { what, timeoutMs })
    } catch (error) {
      throw asRefusal(error)
    }
  }
  const check = () =>
    bounded('checking Redis', async () => {
      const how = isProven ? 'brief' : 'full'
      isProven = false
      const warnings = await checkServer(redis, { prefix, mode, how })
      isProven = true
      return warnings
    })
  /** Remembers whether Redis takes jobs: they need more rights than a check finds. */
  const noting = async <Result>(adding: Promise<Result>): Promise<Result> => {
    try {
      const result = await adding
      refusedJobs = null
      return result
    } catch (error) {
      const reason = isOfServer(error) ? null : explainRefusal(error)
      if (reason !== null) refusedJobs = { reason, at: performance.now() }
      throw error
    }
  }

  return {
    queues,
    ping: () => bounded('ping', () => redis.ping()).then(() => undefined),
    check: async () => {
      const warnings = await check()
      if (refusedJobs && performance.now() - refusedJobs.at < refusalCountsMs)
        throw new RedisRefusal(refusedJobs.reason)
      return warnings
    },
    add: async (name, jobs) => {
      const bulk = jobs.map(({ payload, since }) => ({
        name,
        data: jobCatalogue[name].payload.parse(payload),
        opts: since ? { timestamp: since.getTime() } : {},
      }))
      await bounded(`adding ${name} jobs`, async () => {
        if (jobCatalogue[name].isHint && (await queues[name].getWaitingCount()) >= maxHints) return
        await noting(queues[name].addBulk(bulk))
      })
    },
    countWaiting: () => bounded('counting jobs', async () => sum(await lengths(redis, waitingLists))),
    sendCanaries: async (sender) => {
      // What a replica shows of the queues may look well for ever.
      await check()
      return bounded('sending canaries', () => noting(ofEach((name) => sendCanary(queues[name], sender))))
    },
    oldestJobAt: () =>
      bounded('finding the oldest job', async () =>
        earliest(await Promise.all(enrichment.map((queue) => oldestIn(queue, redis)))),
      ),
    inspect: () =>
      bounded('inspecting the queues', () => ofEach((name) => inspectQueue(queues[name], redis))),
    redisMemory: () => bounded('reading the memory of Redis', () => readMemory(redis, `${prefix}:probe`)),
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
  connection: RedisClient,
  prefix: string,
  onError: (error: Error) => void,
): LeadsQueue {
  const { attempts, backoffMs, kept } = jobCatalogue[name]
  const queue: LeadsQueue = new Queue(name, {
    connection,
    prefix,
    // What it finds it would keep for good, a failure included; checkServer looks again and again.
    skipVersionCheck: true,
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
async function lengths(redis: RedisClient, lists: readonly string[]): Promise<number[]> {
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
