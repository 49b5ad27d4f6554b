import { poolers } from '@intake/database/create-database'
import { checkRedisSettings, redisSettings } from '@intake/queue/redis-settings'
import {
  booleanSetting,
  durationSetting,
  integerSetting,
  logLevelSetting,
  optionalPortSetting,
  portSetting,
  urlSetting,
} from '@intake/runtime/settings'
import { z } from 'zod'
import { checkStorageSettings, storageSettings } from './storage-config.ts'

/** Every setting of the gateway; the README's table says what each does. */
export const GatewayConfig = z
  .object({
    ...storageSettings,
    MAX_DOCUMENT_BYTES: integerSetting(100 * 1024 * 1024, { min: 1 }),
    DOCUMENT_TYPES: mediaTypesSetting(),
    MAX_IMPORT_BYTES: integerSetting(5_000_000_000, { min: 1 }),
    IMPORTS_AT_ONCE: integerSetting(2, { min: 0, max: 100 }),
    IMPORT_ROWS_IN_FLIGHT: integerSetting(128, { min: 1, max: 10_000 }),
    IMPORT_LEASE: durationSetting(30_000, { min: 1000 }),
    IMPORT_POLL: durationSetting(1000, { min: 50 }),
    IMPORT_KEEP: durationSetting(30 * 24 * 3600_000, { min: 1000 }),
    UPLOAD_TIMEOUT: durationSetting(3600_000, { min: 1000 }),
    DATABASE_URL: urlSetting('postgres', 'postgresql'),
    ...redisSettings,
    HOST: z.string().default('127.0.0.1'),
    PORT: portSetting(3000),
    LOG_LEVEL: logLevelSetting(),
    DATABASE_CONNECTIONS: integerSetting(12, { min: 2, max: 500 }),
    DATABASE_POOLER: z.enum(poolers, `must be one of ${poolers.join(', ')}`).default('none'),
    STATEMENT_TIMEOUT: durationSetting(10_000, { min: 100 }),
    MAX_BODY_BYTES: integerSetting(1_000_000, { min: 1000, max: 100_000_000 }),
    MAX_BATCH_BODY_BYTES: integerSetting(10_000_000, { min: 1000, max: 100_000_000 }),
    HEADERS_TIMEOUT: durationSetting(10_000, { min: 100 }),
    REQUEST_TIMEOUT: durationSetting(30_000, { min: 100 }),
    KEEP_ALIVE_TIMEOUT: durationSetting(65_000, { min: 100 }),
    MAX_REQUESTS_IN_FLIGHT: integerSetting(5000, { min: 1, max: 1_000_000 }),
    MAX_BYTES_IN_FLIGHT: integerSetting(100_000_000, { min: 1000 }),
    MAX_UPLOADS_IN_FLIGHT: integerSetting(20, { min: 1, max: 10_000 }),
    STALL_TIMEOUT: durationSetting(120_000, { min: 1000 }),
    RATE_LIMIT: integerSetting(0, { min: 0 }),
    RATE_BURST: integerSetting(0, { min: 0 }),
    WRITE_BATCH_LEADS: integerSetting(64, { min: 1, max: 1000 }),
    WRITES_IN_FLIGHT: integerSetting(2, { min: 1, max: 100 }),
    MAX_WAITING_LEADS: integerSetting(2000, { min: 1, max: 1_000_000 }),
    IDEMPOTENCY_KEEP: durationSetting(24 * 3600_000, { min: 1000 }),
    RELAY_HIGH_WATER: integerSetting(2000, { min: 1 }),
    RELAY_LEADS_PER_JOB: integerSetting(200, { min: 1, max: 1000 }),
    RECONCILE_EVERY: durationSetting(5000, { min: 100 }),
    RECONCILE_AFTER: durationSetting(30_000, { min: 1000 }),
    WEBHOOK_ALLOW_HTTP: booleanSetting(false),
    WEBHOOK_ALLOW_PRIVATE: booleanSetting(false),
    WEBHOOK_SECRET_OVERLAP: durationSetting(24 * 3600_000, { min: 0 }),
    WEBHOOK_KEEP: durationSetting(30 * 24 * 3600_000, { min: 1000 }),
    WEBHOOK_POLL: durationSetting(1000, { min: 50 }),
    METRICS_HOST: z.string().default('127.0.0.1'),
    METRICS_PORT: optionalPortSetting(),
    OTEL_EXPORTER_OTLP_ENDPOINT: urlSetting('http', 'https').optional(),
    SHUTDOWN_DELAY: durationSetting(500, { min: 0 }),
    SHUTDOWN_TIMEOUT: durationSetting(20_000, { min: 1000 }),
  })
  .superRefine(checkStorageSettings)
  .superRefine(checkRedisSettings)

/** Media types with commas between, each `type/subtype` or `type/*`. */
function mediaTypesSetting() {
  return z
    .string()
    .default('*/*')
    .transform((text) => text.split(',').map((type) => type.trim().toLowerCase()))
    .refine(
      (types) => types.every((type) => /^(\*\/\*|[a-z]+\/(\*|[a-z0-9.+-]+))$/.test(type)),
      'must be media types such as application/pdf,image/*',
    )
}

export type GatewayConfig = z.infer<typeof GatewayConfig>
