import { poolers } from '@intake/database/create-database'
import { checkRedisSettings, redisSettings, redisSettingsOf } from '@intake/queue/redis-settings'
import {
  booleanSetting,
  durationSetting,
  integerSetting,
  logLevelSetting,
  optionalBooleanSetting,
  portSetting,
  urlSetting,
} from '@intake/runtime/settings'
import { z } from 'zod'

const variables = z.object({
  DATABASE_URL: urlSetting('postgres', 'postgresql'),
  DATABASE_CONNECTIONS: integerSetting(4, { min: 1, max: 100 }),
  DATABASE_POOLER: z.enum(poolers).default('none'),
  METRICS_URLS: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine((urls) => urls.every(isHttp), 'must be http:// addresses with commas between'),
  ...redisSettings,
  PORT: portSetting(3100),
  HOST: z.string().default('127.0.0.1'),
  LOG_LEVEL: logLevelSetting(),
  CONSOLE_USER: z.string().default('admin'),
  CONSOLE_PASSWORD: z.string().min(12, 'must have at least 12 characters'),
  CONSOLE_SESSION_SECRET: z.string().min(32, 'must have at least 32 characters'),
  CONSOLE_SESSION_LIFETIME: durationSetting(8 * 3_600_000, { min: 60_000, max: 30 * 86_400_000 }),
  CONSOLE_READ_ONLY: booleanSetting(true),
  CONSOLE_SECURE_COOKIE: optionalBooleanSetting(),
  SHUTDOWN_TIMEOUT: durationSetting(10_000, { min: 100 }),
})

/** The console's settings, out of the environment. Away from loopback the cookie is `Secure` unless told otherwise. */
export const ConsoleConfig = variables.superRefine(checkRedisSettings).transform((env) => ({
  databaseUrl: env.DATABASE_URL,
  databaseConnections: env.DATABASE_CONNECTIONS,
  databasePooler: env.DATABASE_POOLER,
  metricsUrls: env.METRICS_URLS,
  redis: redisSettingsOf(env),
  queuePrefix: env.QUEUE_PREFIX,
  port: env.PORT,
  host: env.HOST,
  logLevel: env.LOG_LEVEL,
  user: env.CONSOLE_USER,
  password: env.CONSOLE_PASSWORD,
  sessionSecret: env.CONSOLE_SESSION_SECRET,
  sessionLifetimeMs: env.CONSOLE_SESSION_LIFETIME,
  readOnly: env.CONSOLE_READ_ONLY,
  secureCookie: env.CONSOLE_SECURE_COOKIE ?? !isLoopback(env.HOST),
  shutdownTimeoutMs: env.SHUTDOWN_TIMEOUT,
}))
export type ConsoleConfig = z.infer<typeof ConsoleConfig>

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}
