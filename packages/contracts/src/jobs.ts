import { z } from 'zod'

/**
 * What the lead jobs carry: ids only, no personal data. One job may hold many leads of one workspace.
 * `requestIds` runs parallel to `leadIds`; null where the work was re-queued by the reconciler. So does `traceparents`,
 * which is left out where no request has a trace, and `announcedAt` (Unix ms), left out where all were announced with the job. `generations` says which
 * change of each lead the job works for; the first job reads them.
 */
export const LeadsJob = z.object({
  workspaceId: z.uuid(),
  leadIds: z.array(z.uuid()).min(1).max(1000),
  requestIds: z.array(z.string().nullable()).optional(),
  traceparents: z.array(z.string().nullable()).optional(),
  announcedAt: z.array(z.number().int()).optional(),
  generations: z.array(z.number().int()).optional(),
})
export type LeadsJob = z.infer<typeof LeadsJob>

interface JobDefinition {
  payload: z.ZodType<LeadsJob>
  /** Tries in all, the first included. */
  attempts: number
  /** First pause in ms; doubles each time, with jitter. */
  backoffMs: number
  /** The job that goes on with the leads that this one has done. */
  next?: string
  /**
   * Only says that something is due: Postgres knows, and a scheduler says it again. Such a job may be left out when many
   * wait, and is neither counted with the others nor buried.
   */
  isHint: boolean
  /** Finished jobs that are kept for an operator to look at: so many that went well, and as many that failed. */
  kept: number
}

/** A finished job of 200 leads takes 17 kB of Redis: ids are stored three times. */
const kept = 300

/**
 * The one job catalogue: producer, relay and worker are typed from it. A job's name is also its queue's. The three jobs of a lead are a
 * chain: each adds the next for the leads that it has done, then completes. A crash between the two repeats it, which is harmless.
 */
export const jobCatalogue = {
  'timezone-inference': {
    payload: LeadsJob,
    attempts: 8,
    backoffMs: 500,
    next: 'duplicate-matching',
    isHint: false,
    kept,
  },
  'duplicate-matching': {
    payload: LeadsJob,
    attempts: 8,
    backoffMs: 500,
    next: 'activity-enrichment',
    isHint: false,
    kept,
  },
  'activity-enrichment': { payload: LeadsJob, attempts: 8, backoffMs: 500, isHint: false, kept },
  // Its ids are those of submissions that only name a lead, which is to be fetched.
  'submission-processing': { payload: LeadsJob, attempts: 3, backoffMs: 500, isHint: true, kept },
  // Its ids are those of sources, in which leads are looked for that never came.
  'source-reconcile': { payload: LeadsJob, attempts: 3, backoffMs: 500, isHint: true, kept },
  // Its ids are those of suppressions; what was still to be sent to their leads is cancelled.
  'suppression-enforcement': { payload: LeadsJob, attempts: 3, backoffMs: 500, isHint: true, kept },
  // Its ids are those of erasures.
  'lead-erasure': { payload: LeadsJob, attempts: 3, backoffMs: 500, isHint: true, kept },
  // Its leads are those that something is to be sent about; a test event goes by the id of its delivery.
  'webhook-delivery': { payload: LeadsJob, attempts: 3, backoffMs: 500, isHint: true, kept },
} as const satisfies Record<string, JobDefinition>

/** Queues of earlier versions. What they hold is still owed, so a worker that starts removes them. */
export const retiredQueues = ['lead-enrichment']

export type JobName = keyof typeof jobCatalogue
export const jobNames = Object.keys(jobCatalogue) as JobName[]
/** The jobs that must not be lost, in their order: relay and reconciler go by what is left of these. */
export const enrichmentJobNames = jobNames.filter((name) => !jobCatalogue[name].isHint)

/** The job that goes on with the leads that another one has done; null for the last. */
export function nextJob(name: JobName): JobName | null {
  const definition: JobDefinition = jobCatalogue[name]
  return (definition.next ?? null) as JobName | null
}

/** What an outbox row announces, and the job that it becomes. */
export const jobOfTopic = {
  'lead.written': 'timezone-inference',
  'submission.received': 'submission-processing',
  'webhook.due': 'webhook-delivery',
  'contact.suppressed': 'suppression-enforcement',
  'lead.erasure': 'lead-erasure',
} as const satisfies Record<string, JobName>
export type OutboxTopic = keyof typeof jobOfTopic
