import { type JobName, type LeadsJob, nextJob } from '@intake/contracts/jobs'
import type { Db } from '@intake/database/create-database'
import { isOutOfTime, isPassing, isUnavailable } from '@intake/database/database-error'
import { pickLeads } from '@intake/leads/enrichment/leads-job'
import type { StageResult } from '@intake/leads/enrichment/stage-result'
import type { ConfigurationCache } from '@intake/leads/workspace/configuration-cache'
import type { Queues } from '@intake/queue/create-queues'
import type { JobHandler } from '@intake/queue/start-workers'
import type { Logger } from '@intake/runtime/logger'

export interface JobDeps {
  db: Db
  configuration: ConfigurationCache
  queues: Pick<Queues, 'add'>
  logger: Logger
  /** Hears how many seconds each lead waited for its enrichment. */
  onEnriched?: (seconds: readonly number[]) => void
}

/** One of a lead's three jobs over all its leads: whole or not at all, safe to repeat. */
export type Stage = (deps: JobDeps, job: LeadsJob) => Promise<StageResult>

/**
 * Runs a stage over all leads of a job, then adds the next job for those that it has done. When it fails for a reason that lies in some lead,
 * each is tried by itself; those that fail go on as jobs of their own, the others go on together: a poison lead never holds up its neighbours.
 * When a statement runs out of time, the job is split in halves, which go to the end of the line: nobody holds the worker with what it can't do at once.
 */
export function chained(name: JobName, stage: Stage, deps: JobDeps): JobHandler {
  const next = nextJob(name)
  return async (job, { since, jobId }) => {
    const { done, failed, counts } = await runStage(name, stage, deps, { job, jobId })
    // The next is added before this one completes: a crash between the two repeats it, and nothing is lost.
    if (done && next) await deps.queues.add(next, [{ payload: done, since }])
    if (failed.length > 0)
      await deps.queues.add(
        name,
        failed.map((payload) => ({ payload, since })),
      )
    return counts
  }
}

interface StageEnd {
  /** The leads that go on; null for none. */
  done: LeadsJob | null
  /** Jobs for the end of the line: single leads that failed, or halves of a job that ran out of time. */
  failed: LeadsJob[]
  counts: Record<string, number>
}

async function runStage(
  name: JobName,
  stage: Stage,
  deps: JobDeps,
  { job, jobId }: { job: LeadsJob; jobId: string },
): Promise<StageEnd> {
  const run = async (leads: LeadsJob) => {
    const result = await stage(deps, leads)
    if (result.seconds) deps.onEnriched?.(result.seconds)
    return result
  }
  try {
    const { next, counts } = await run(job)
    return { done: next, failed: [], counts: { ...counts } }
  } catch (error) {
    const note = (failed: number) => {
      const { leadIds, requestIds } = job
      const about = { job: name, jobId, err: error, leads: leadIds.length, failed, requestIds }
      deps.logger.warn(about, 'job split')
    }
    if (isOutOfTime(error) && job.leadIds.length > 1) {
      note(job.leadIds.length)
      return { done: null, failed: toHalves(job), counts: { split: 2 } }
    }
    // With the database away or two jobs in each other's way, alone is no better than together.
    if (isUnavailable(error) || isPassing(error) || job.leadIds.length === 1) throw error
    const end: StageEnd = { done: null, failed: [], counts: {} }
    for (const single of toSingles(job)) {
      try {
        const { next, counts } = await run(single)
        end.done = join(end.done, next)
        for (const [what, count] of Object.entries(counts)) end.counts[what] = (end.counts[what] ?? 0) + count
      } catch (failure) {
        if (isUnavailable(failure) && !isOutOfTime(failure)) throw failure
        end.failed.push(single)
      }
    }
    end.counts.split = end.failed.length
    note(end.failed.length)
    return end
  }
}

/** A payload for each lead. */
export function toSingles(job: LeadsJob): LeadsJob[] {
  return job.leadIds.map((_, place) => pickLeads(job, [place]))
}

/** Two payloads with half of the leads each. */
function toHalves(job: LeadsJob): LeadsJob[] {
  const places = job.leadIds.map((_, place) => place)
  const middle = Math.ceil(places.length / 2)
  return [places.slice(0, middle), places.slice(middle)].map((half) => pickLeads(job, half))
}

/** Both payloads in one; they come from one job. */
function join(one: LeadsJob | null, other: LeadsJob | null): LeadsJob | null {
  if (!one || !other) return one ?? other
  const traceparents = [tracesOf(one), tracesOf(other)].flat()
  return {
    workspaceId: one.workspaceId,
    leadIds: [...one.leadIds, ...other.leadIds],
    requestIds: [...(one.requestIds ?? []), ...(other.requestIds ?? [])],
    ...(traceparents.some((trace) => trace !== null) ? { traceparents } : {}),
    ...(one.announcedAt && other.announcedAt
      ? { announcedAt: [...one.announcedAt, ...other.announcedAt] }
      : {}),
    generations: [...(one.generations ?? []), ...(other.generations ?? [])],
  }
}

function tracesOf({ leadIds, traceparents }: LeadsJob): (string | null)[] {
  return traceparents ?? leadIds.map(() => null)
}
