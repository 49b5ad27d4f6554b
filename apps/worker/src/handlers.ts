import type { JobName } from '@intake/contracts/jobs'
import { enrichActivity } from '@intake/leads/enrichment/enrich-activity'
import { inferTimezones } from '@intake/leads/enrichment/infer-timezones'
import { matchDuplicates } from '@intake/leads/enrichment/match-duplicates'
import type { JobHandler } from '@intake/queue/start-workers'
import { chained, type JobDeps } from './chain.ts'
import type { Dispatcher } from './webhooks/create-dispatcher.ts'

/** Job name → handler. Typed by the catalogue: a job without a handler doesn't compile. */
export function createHandlers(deps: JobDeps & { webhooks: Dispatcher }): Record<JobName, JobHandler> {
  return {
    'timezone-inference': chained('timezone-inference', inferTimezones, deps),
    'duplicate-matching': chained('duplicate-matching', matchDuplicates, deps),
    'activity-enrichment': chained('activity-enrichment', enrichActivity, deps),
    // Sends what is due, with the pace and the order of each endpoint.
    'webhook-delivery': (job) => deps.webhooks.deliver(job).then(() => undefined),
  }
}
