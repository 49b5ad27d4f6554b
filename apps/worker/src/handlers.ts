import { enrichmentPieces, type JobName } from '@intake/contracts/jobs'
import type { JobHandler } from '@intake/queue/start-workers'
import { deliverWebhooksJob } from './jobs/deliver-webhooks.ts'
import { enrichActivityJob } from './jobs/enrich-activity.ts'
import { enrichLeadsJob } from './jobs/enrich-leads.ts'
import { inferTimezonesJob } from './jobs/infer-timezones.ts'
import { matchDuplicatesJob } from './jobs/match-duplicates.ts'
import { type JobDeps, perLead } from './per-lead.ts'
import type { Dispatcher } from './webhooks/create-dispatcher.ts'

/** Job name → handler. Typed by the catalogue: a job without a handler doesn't compile. */
export function createHandlers(deps: JobDeps & { webhooks: Dispatcher }): Record<JobName, JobHandler> {
  return {
    'lead-enrichment': perLead('lead-enrichment', enrichLeadsJob, deps, enrichmentPieces),
    'timezone-inference': perLead('timezone-inference', inferTimezonesJob, deps),
    'duplicate-matching': perLead('duplicate-matching', matchDuplicatesJob, deps),
    'activity-enrichment': perLead('activity-enrichment', enrichActivityJob, deps),
    'webhook-delivery': deliverWebhooksJob(deps.webhooks),
  }
}
