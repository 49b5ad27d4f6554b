import { describeSetting, inSection } from '@intake/runtime/describe-setting'
import { durationSetting, integerSetting } from '@intake/runtime/settings'

/** How leads are written and handed to the queue. */
export const writeSettings = inSection('gateway', {
  WRITE_BATCH_LEADS: describeSetting(integerSetting(64, { min: 1, max: 1000 }), {
    does: 'Most leads that one transaction writes (group commit).',
    unit: 'leads',
  }),
  WRITES_IN_FLIGHT: describeSetting(integerSetting(2, { min: 1, max: 100 }), {
    does: 'Write transactions at once (group commit).',
    unit: 'transactions',
  }),
  IDEMPOTENCY_KEEP: describeSetting(durationSetting(24 * 3600_000, { min: 1000 }), {
    does: 'How long the answer to an `Idempotency-Key` is stored.',
  }),
  RELAY_HIGH_WATER: describeSetting(integerSetting(32, { min: 1 }), {
    does: 'Most jobs that wait in Redis. Further events wait in Postgres, where workspaces take turns. Two for each slot of a worker are enough.',
    unit: 'jobs',
  }),
  RELAY_LEADS_PER_JOB: describeSetting(integerSetting(200, { min: 1, max: 1000 }), {
    does: 'Most leads in one job.',
    unit: 'leads',
  }),
  RECONCILE_EVERY: describeSetting(durationSetting(5000, { min: 100 }), {
    does: 'How often a gateway looks for lost work, expired idempotency keys and files of broken-off uploads.',
  }),
  RECONCILE_AFTER: describeSetting(durationSetting(30_000, { min: 1000 }), {
    does: 'How old lost work must be before it is announced again. The wait doubles with each try.',
  }),
  SHUTDOWN_DELAY: describeSetting(durationSetting(5000, { min: 0 }), {
    does: 'Time between unready and a closed port at a shutdown, at most half of `SHUTDOWN_TIMEOUT`. Requests are still taken meanwhile.',
  }),
})
