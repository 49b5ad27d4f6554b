import { type JobName, jobCatalogue, jobNames, type LeadsJob } from '@intake/contracts/jobs'
import type { Logger } from '@intake/runtime/logger'
import { safeMessage } from '@intake/runtime/serialize-error'
import type { Tracing } from '@intake/runtime/tracing'
import { type Job, UnrecoverableError, Worker } from 'bullmq'
import { isCanary } from './canary.ts'
import { connectWorker } from './connections.ts'
import { defaultPrefix, type RedisSettings } from './redis-settings.ts'
import { traceJob, tracesOf } from './trace-job.ts'

export interface JobContext {
  /** 1 on the first try. */
  attempt: number
  jobId: string
  /** When the work was announced. */
  since: Date
}

export interface DeadJob {
  name: JobName
  /** Null where it can't be read. */
  payload: LeadsJob | null
  /** As the handler threw it; not to be shown as it is. */
  error: Error
  attempts: number
  /** When the work was announced. */
  since: Date
}

/** Answers what it did, in numbers: shown in Bull Board, and so never more than that. */
export type JobHandler = (payload: LeadsJob, context: JobContext) => Promise<JobCounts | undefined>
export type JobCounts = Readonly<Record<string, number>>

/** Hears of what the workers do. Must be quick and must not throw. */
export interface JobObserver {
  /** A run of a job with so many leads ended. */
  ended(name: JobName, outcome: 'done' | 'failed', seconds: number, leads: number): void
  /** A job failed for good. */
  died(name: JobName): void
}

export interface WorkersOptions {
  redis: RedisSettings
  prefix?: string
  handlers: Record<JobName, JobHandler>
  /** Jobs of one queue at once in this process. */
  concurrency?: number
  /** The same for a queue that differs. */
  concurrencyOf?: Partial<Record<JobName, number>>
  /** Hears of a job that failed for good. */
  onDead(job: DeadJob): Promise<void>
  observer?: JobObserver
  tracing?: Tracing | null
  logger: Logger
  /** A line for each job at info; at debug otherwise: at low load three jobs follow each lead. */
  logsJobs?: boolean
}

export interface Workers {
  /** When a job or canary of the queue was last begun or finished here, `performance.now()` ms. */
  lastActivityAt(name: JobName): number
  /** When the job of the queue that has run longest here was begun, `performance.now()` ms; null when none runs. */
  oldestRunningAt(name: JobName): number | null
  /** How many more jobs of the queue could run here now. */
  freeSlots(name: JobName): number
  /** Rejects unless Redis answers the workers' connection. */
  ping(): Promise<void>
  /** Takes no new jobs; resolves when those under way are done. */
  close(): Promise<void>
}

/** One BullMQ worker for each job of the catalogue. A process that dies has its jobs handed on within 20 seconds. */
export function startWorkers(options: WorkersOptions): Workers {
  const { prefix = defaultPrefix, concurrency = 4, concurrencyOf = {}, logger, observer, tracing } = options
  const { client: redis } = connectWorker(options.redis, noteOnce(logger))
  const jobLevel = options.logsJobs ? 'info' : 'debug'
  const activity = new Map<JobName, number>()
  const running = new Map<JobName, Set<{ at: number }>>(jobNames.map((name) => [name, new Set()]))
  const startedAt = performance.now()
  const slotsOf = (name: JobName) => concurrencyOf[name] ?? concurrency

  const workers = jobNames.map((name) => {
    const worker = new Worker<LeadsJob, JobCounts | undefined, JobName>(
      name,
      async (job) => {
        const run = { at: performance.now() }
        activity.set(name, run.at)
        if (isCanary(job)) return undefined
        running.get(name)?.add(run)
        let outcome: 'done' | 'failed' = 'failed'
        try {
          const payload = readPayload(name, job)
          const attempt = job.attemptsMade + 1
          const since = new Date(job.timestamp)
          const counts = await traceJob(tracing, { name, payload, attempt, since }, () =>
            options.handlers[name](payload, { attempt, jobId: job.id ?? '', since }),
          )
          const did = { ...counts, ms: Math.round(performance.now() - run.at) }
          const of = { requestIds: requestIdsOf(payload), traceId: traceIdOf(payload) }
          logger[jobLevel]({ job: name, jobId: job.id, attempt, ...did, ...of }, 'job done')
          if (counts) await job.log(toLine(did))
          outcome = 'done'
          return did
        } catch (error) {
          throw withoutData(error)
        } finally {
          running.get(name)?.delete(run)
          const now = performance.now()
          activity.set(name, now)
          observer?.ended(name, outcome, (now - run.at) / 1000, job.data.leadIds?.length ?? 0)
        }
      },
      {
        connection: redis,
        prefix,
        concurrency: slotsOf(name),
        lockDuration: 15_000,
        stalledInterval: 5000,
        maxStalledCount: 10,
      },
    )
    worker.on('error', noteOnce(logger))
    worker.on('failed', (job, error) => {
      const dead = job === undefined || Boolean(job.finishedOn)
      const about = {
        err: error,
        job: name,
        jobId: job?.id,
        attempt: job?.attemptsMade,
        leads: job?.data.leadIds?.length,
        requestIds: requestIdsOf(job?.data),
        traceId: traceIdOf(job?.data),
      }
      if (!dead) return logger.warn(about, 'job failed and will be tried again')
      logger.error(about, 'job failed for good')
      observer?.died(name)
      const payload = jobCatalogue[name].payload.safeParse(job?.data)
      options
        .onDead({
          name,
          payload: payload.success ? payload.data : null,
          error: error.cause instanceof Error ? error.cause : error,
          attempts: job?.attemptsMade ?? 0,
          since: new Date(job?.timestamp ?? 0),
        })
        .catch((err: unknown) => logger.error({ ...about, err }, 'could not record a dead job'))
    })
    return worker
  })

  return {
    lastActivityAt: (name) => activity.get(name) ?? startedAt,
    oldestRunningAt: (name) => {
      const [first] = running.get(name) ?? []
      return first?.at ?? null
    },
    freeSlots: (name) => slotsOf(name) - (running.get(name)?.size ?? 0),
    // Waits for a connection that is being made; the caller bounds it.
    ping: async () => {
      await redis.ping()
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()))
      redis.disconnect()
    },
  }
}

/**
 * BullMQ keeps a failure's message in Redis, and an error of Postgres may quote a row: only what is safe to show goes on.
 * The error itself stays in this process, as the cause.
 */
function withoutData(error: unknown): Error {
  if (error instanceof UnrecoverableError) return error
  if (!(error instanceof Error)) return new Error('a handler threw something that is no error')
  const safe = new Error(safeMessage(error), { cause: error })
  safe.name = error.name
  return 'code' in error ? Object.assign(safe, { code: error.code }) : safe
}

/** `leads 200, zones 188, ms 12` */
function toLine(counts: JobCounts): string {
  return Object.entries(counts)
    .map(([what, count]) => `${what} ${count}`)
    .join(', ')
}

/** The requests behind a job, for its log lines. */
function requestIdsOf(payload: LeadsJob | undefined): string[] {
  return [...new Set(payload?.requestIds?.filter((id) => id !== null))]
}

/** The trace that a job goes on with, where it is one. */
function traceIdOf(payload: LeadsJob | undefined): string | undefined {
  const [traceparent, ...others] = tracesOf(payload)
  return others.length === 0 ? traceparent?.split('-')[1] : undefined
}

function readPayload(name: JobName, job: Job<LeadsJob>): LeadsJob {
  const payload = jobCatalogue[name].payload.safeParse(job.data)
  if (!payload.success) throw new UnrecoverableError('the payload is not one of this job')
  return payload.data
}

/** Connection errors repeat with every attempt to reconnect: one line per kind and ten seconds. */
function noteOnce(logger: Logger): (error: Error) => void {
  const noted = new Map<string, number>()
  return (err) => {
    const now = performance.now()
    if (now - (noted.get(err.message) ?? -Infinity) < 10_000) return
    noted.set(err.message, now)
    logger.warn({ err }, 'queue connection error')
  }
}
