import type { JobName } from '@intake/contracts/jobs'
import { enrichActivity } from '@intake/leads/enrichment/enrich-activity'
import { inferTimezones } from '@intake/leads/enrichment/infer-timezones'
import { matchDuplicates } from '@intake/leads/enrichment/match-duplicates'
import { eraseLeads } from '@intake/leads/erasure/erase-leads'
import { type ProcessCtx, processSubmissions } from '@intake/leads/sources/process-submissions'
import { reconcileSource } from '@intake/leads/sources/reconcile-source'
import { enforceSuppressions } from '@intake/leads/suppression/enforce-suppressions'
import type { JobHandler } from '@intake/queue/start-workers'
import { chained, type JobDeps } from './chain.ts'
import type { Dispatcher } from './webhooks/create-dispatcher.ts'

/** Job name → handler. Typed by the catalogue: a job without a handler doesn't compile. */
export function createHandlers(
  deps: JobDeps & { webhooks: Dispatcher; submissions: Omit<ProcessCtx, 'requestId'> },
): Record<JobName, JobHandler> {
  return {
    'timezone-inference': chained('timezone-inference', inferTimezones, deps),
    'duplicate-matching': chained('duplicate-matching', matchDuplicates, deps),
    'activity-enrichment': chained('activity-enrichment', enrichActivity, deps),
    'submission-processing': async ({ workspaceId, leadIds }, { jobId }) => {
      const ctx = { ...deps.submissions, requestId: `job/${jobId}` }
      return { ...(await processSubmissions(ctx, { workspaceId, ids: leadIds })) }
    },
    'source-reconcile': async ({ workspaceId, leadIds }, { jobId }) => {
      const ctx = { ...deps.submissions, requestId: `job/${jobId}` }
      let missed = 0
      for (const sourceId of leadIds) missed += await reconcileSource(ctx, { workspaceId, sourceId })
      return { missed }
    },
    'lead-erasure': async ({ workspaceId, leadIds }) => ({
      erased: await eraseLeads(deps.submissions, { workspaceId, ids: leadIds }),
    }),
    'suppression-enforcement': async ({ workspaceId, leadIds }) => ({
      leads: await enforceSuppressions(deps.submissions, { workspaceId, ids: leadIds }),
    }),
    // Sends what is due, with the pace and the order of each endpoint.
    'webhook-delivery': (job) => deps.webhooks.deliver(job).then(() => undefined),
  }
}
