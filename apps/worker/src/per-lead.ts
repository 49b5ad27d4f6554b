import type { JobName, LeadsJob } from '@intake/contracts/jobs'
import type { Db } from '@intake/database/create-database'
import { isPassing, isUnavailable } from '@intake/database/database-error'
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

/** A job's work over all its leads: whole or not at all, safe to repeat. */
export type LeadsWork = (deps: JobDeps, payload: LeadsJob) => Promise<void>

/**
 * Runs a job over all its leads at once. When that fails for a reason that lies in some lead, each lead is tried by
 * itself, and those that fail go on as jobs of their own (`goOnAs`): a poison lead never holds up its neighbours. A lead that is alone in its job
 * goes on as these at once, unless it is one of them.
 */
export function perLead(
  name: JobName,
  work: LeadsWork,
  deps: JobDeps,
  goOnAs: readonly JobName[] = [name],
): JobHandler {
  return async (payload, { jobId, since }) => {
    try {
      await work(deps, payload)
    } catch (error) {
      // With the database away or two jobs in each other's way, alone is no better than together.
      if (isUnavailable(error) || isPassing(error)) throw error
      const isAlone = payload.leadIds.length === 1
      if (isAlone && goOnAs.includes(name)) throw error
      const failed = isAlone ? [payload] : await eachAlone(payload, (single) => work(deps, single))
      deps.logger.warn(
        {
          job: name,
          jobId,
          err: error,
          leads: payload.leadIds.length,
          failed: failed.length,
          requestIds: payload.requestIds,
        },
        'job split',
      )
      const jobs = failed.map((single) => ({ payload: single, since }))
      try {
        for (const next of jobs.length > 0 ? goOnAs : []) await deps.queues.add(next, jobs)
      } catch (refusal) {
        // What is told of a job that died is what was wrong with its lead.
        throw isAlone ? error : refusal
      }
    }
  }
}

/** A payload for each lead. */
export function toSingles(payload: LeadsJob): LeadsJob[] {
  const { workspaceId, leadIds, requestIds, traceparents, announcedAt } = payload
  return leadIds.map((leadId, index) => ({
    workspaceId,
    leadIds: [leadId],
    requestIds: [requestIds?.[index] ?? null],
    ...(traceparents?.[index] ? { traceparents: [traceparents[index]] } : {}),
    ...(announcedAt?.[index] ? { announcedAt: [announcedAt[index]] } : {}),
  }))
}

/** Answers the payloads that failed. Throws when the database went away meanwhile. */
async function eachAlone(payload: LeadsJob, work: (single: LeadsJob) => Promise<void>): Promise<LeadsJob[]> {
  const failed: LeadsJob[] = []
  for (const single of toSingles(payload)) {
    try {
      await work(single)
    } catch (error) {
      if (isUnavailable(error)) throw error
      failed.push(single)
    }
  }
  return failed
}
