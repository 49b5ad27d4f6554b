import { poolers } from '@intake/database/create-database'
import { checkRedisSettings, redisSettings } from '@intake/queue/redis-settings'
import {
  booleanSetting,
  durationSetting,
  integerSetting,
  logLevelSetting,
  portSetting,
  urlSetting,
} from '@intake/runtime/settings'
import { z } from 'zod'

/** Every setting of the worker; the README's table says what each does. */
export const WorkerConfig = z
  .object({
    DATABASE_URL: urlSetting('postgres', 'postgresql'),
    ...redisSettings,
    HOST: z.string().default('127.0.0.1'),
    PORT: portSetting(3001),
    LOG_LEVEL: logLevelSetting(),
    DATABASE_CONNECTIONS: integerSetting(8, { min: 1, max: 500 }),
    DATABASE_POOLER: z.enum(poolers, `must be one of ${poolers.join(', ')}`).default('none'),
    STATEMENT_TIMEOUT: durationSetting(30_000, { min: 100 }),
    WORKER_CONCURRENCY: integerSetting(2, { min: 1, max: 100 }),
    WORKER_STUCK_AFTER: durationSetting(60_000, { min: 1000 }),
    WORKER_CANARY_EVERY: durationSetting(5000, { min: 100 }),
    WORKER_JOB_TIMEOUT: durationSetting(300_000, { min: 1000 }),
    WEBHOOK_CONCURRENCY: integerSetting(32, { min: 1, max: 1000 }),
    WEBHOOK_ENDPOINT_CONCURRENCY: integerSetting(4, { min: 1, max: 100 }),
    WEBHOOK_TIMEOUT: durationSetting(5000, { min: 100, max: 60_000 }),
    WEBHOOK_RETRIES: integerSetting(3, { min: 0, max: 50 }),
    WEBHOOK_RETRY_AFTER: durationSetting(60_000, { min: 100, max: 3600_000 }),
    WEBHOOK_BREAK_AFTER: integerSetting(10, { min: 1 }),
    WEBHOOK_DISABLE_AFTER: durationSetting(3 * 24 * 3600_000, { min: 1000 }),
    WEBHOOK_ALLOW_HTTP: booleanSetting(false),
    WEBHOOK_ALLOW_PRIVATE: booleanSetting(false),
    OTEL_EXPORTER_OTLP_ENDPOINT: urlSetting('http', 'https').optional(),
    SHUTDOWN_TIMEOUT: durationSetting(20_000, { min: 1000 }),
  })
  .superRefine(checkRedisSettings)
export type WorkerConfig = z.infer<typeof WorkerConfig>
