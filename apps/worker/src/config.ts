import { databaseUrlSetting } from '@intake/database/database-url-setting'
import { checkRedisSettings, redisSettings } from '@intake/queue/redis-settings'
import { describeSetting, inSection } from '@intake/runtime/describe-setting'
import { durationSetting, integerSetting } from '@intake/runtime/settings'
import {
  encryptionSettings,
  processSettings,
  requiredDatabaseUrl,
  statementTimeoutSetting,
  submissionBodiesSetting,
  tracingSettings,
  webhookAddressSettings,
} from '@intake/runtime/shared-settings'
import { z } from 'zod'

const jobSettings = inSection('worker', {
  WORKER_CONCURRENCY: describeSetting(integerSetting(2, { min: 1, max: 100 }), {
    does: 'Jobs of each queue that one worker runs at once.',
    unit: 'jobs',
  }),
  WORKER_STUCK_AFTER: describeSetting(durationSetting(60_000, { min: 1000 }), {
    does: 'A worker leaves when jobs or canaries wait untouched for this long, or its event loop is blocked.',
  }),
  WORKER_CANARY_EVERY: describeSetting(durationSetting(5000, { min: 100 }), {
    does: 'How often each queue gets a canary, a job that proves that the queue is consumed.',
  }),
  WORKER_JOB_TIMEOUT: describeSetting(durationSetting(300_000, { min: 1000 }), {
    does: 'A job that runs for longer is stuck, and its worker leaves.',
  }),
})

const webhookSettings = inSection('webhooks', {
  WEBHOOK_TIMEOUT: describeSetting(durationSetting(5000, { min: 100, max: 60_000 }), {
    does: 'A receiver must have answered by then.',
  }),
  WEBHOOK_RETRIES: describeSetting(integerSetting(3, { min: 0, max: 50 }), {
    does: 'Further tries after the first.',
    unit: 'tries',
  }),
  WEBHOOK_RETRY_AFTER: describeSetting(durationSetting(60_000, { min: 100, max: 3600_000 }), {
    does: 'Pause before the first further try. It doubles with each try, up to an hour.',
  }),
  WEBHOOK_CONCURRENCY: describeSetting(integerSetting(32, { min: 1, max: 1000 }), {
    does: 'Webhooks that one worker sends at once.',
    unit: 'webhooks',
  }),
  WEBHOOK_ENDPOINT_CONCURRENCY: describeSetting(integerSetting(4, { min: 1, max: 100 }), {
    does: 'Webhooks at once to one endpoint.',
    unit: 'webhooks',
  }),
  WEBHOOK_BREAK_AFTER: describeSetting(integerSetting(10, { min: 1 }), {
    does: 'Failures in a row that pause an endpoint.',
    unit: 'failures',
  }),
  WEBHOOK_DISABLE_AFTER: describeSetting(durationSetting(3 * 24 * 3600_000, { min: 1000 }), {
    does: 'An endpoint that only fails for this long is disabled.',
  }),
})

const sourceSettings = inSection('sources', {
  PROVIDER_TIMEOUT: describeSetting(durationSetting(10_000, { min: 100, max: 60_000 }), {
    does: 'A provider such as Meta must have answered by then when a lead is fetched.',
  }),
})

/** Every setting of the worker. */
export const WorkerConfig = z
  .object({
    ...requiredDatabaseUrl(databaseUrlSetting()),
    ...redisSettings(),
    ...processSettings({
      port: 3001,
      connections: { default: 8, min: 1, max: 500 },
      shutdownTimeout: { default: 20_000, min: 1000 },
    }),
    ...statementTimeoutSetting(5000),
    ...jobSettings,
    ...encryptionSettings(),
    ...submissionBodiesSetting(),
    ...sourceSettings,
    ...webhookAddressSettings(),
    ...webhookSettings,
    ...tracingSettings(),
  })
  .superRefine(checkRedisSettings)
export type WorkerConfig = z.infer<typeof WorkerConfig>
