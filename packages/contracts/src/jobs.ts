import { z } from 'zod'

/**
 * What the lead jobs carry: ids only, no personal data. One job may hold many leads of one workspace.
 * `requestIds` runs parallel to `leadIds`; null where the work was re-queued by the reconciler. So does `traceparents`,
 * which is left out where no request has a trace, and `announcedAt` (Unix ms), left out where all were announced with the job.
 */
export const LeadsJob = z.object({
  workspaceId: z.uuid(),
  leadIds: z.array(z.uuid()).min(1).max(1000),
  requestIds: z.array(z.string().nullable()).optional(),
  traceparents: z.array(z.string().nullable()).optional(),
  announcedAt: z.array(z.number().int()).optional(),
})
export type LeadsJob = z.infer<typeof LeadsJob>

interface JobDefinition {
  payload: z.ZodType<LeadsJob>
  /** Tries in all, the first included. */
  attempts: number
  /** First pause in ms; doubles each time, with jitter. */
  backoffMs: number
  /**
   * Only says that something is due: Postgres knows, and a scheduler says it again. Such a job may be left out when many
   * wait, and is neither counted with the others nor buried.
   */
  isHint: boolean
}

/** The one job catalogue: producer, relay and worker are typed from it. A job's name is also its queue's. */
export const jobCatalogue = {
  'lead-enrichment': { payload: LeadsJob, attempts: 8, backoffMs: 500, isHint: false },
  'timezone-inference': { payload: LeadsJob, attempts: 8, backoffMs: 500, isHint: false },
  'duplicate-matching': { payload: LeadsJob, attempts: 8, backoffMs: 500, isHint: false },
  'activity-enrichment': { payload: LeadsJob, attempts: 8, backoffMs: 500, isHint: false },
  // Its leads are those that something is to be sent about; a test event goes by the id of its delivery.
  'webhook-delivery': { payload: LeadsJob, attempts: 3, backoffMs: 500, isHint: true },
} as const satisfies Record<string, JobDefinition>

export type JobName = keyof typeof jobCatalogue
export const jobNames = Object.keys(jobCatalogue) as JobName[]
/** The jobs that must not be lost: relay and reconciler go by what is left of these. */
export const enrichmentJobNames = jobNames.filter((name) => !jobCatalogue[name].isHint)

/** What an outbox row announces. Each topic becomes the jobs that `jobsOfTopic` names. */
export const outboxTopics = ['lead.written', 'lead.inferred-and-matched', 'webhook.due'] as const
export type OutboxTopic = (typeof outboxTopics)[number]

/** A lead that was written has all its work done in one pass. */
export const jobsOfTopic: Record<OutboxTopic, readonly JobName[]> = {
  'lead.written': ['lead-enrichment'],
  'lead.inferred-and-matched': ['activity-enrichment'],
  'webhook.due': ['webhook-delivery'],
}

/**
 * The same work piece by piece, for a lead with which the one pass fails: what can be done for it is done, and what can't says which piece
 * it is. The last reads what the other two found: whichever of these ends last announces it.
 */
export const enrichmentPieces: readonly JobName[] = [
  'timezone-inference',
  'duplicate-matching',
  'activity-enrichment',
]
