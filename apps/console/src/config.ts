import {
  booleanSetting,
  durationSetting,
  logLevelSetting,
  optionalBooleanSetting,
  portSetting,
  urlSetting,
} from '@intake/runtime/settings'
import { z } from 'zod'

const variables = z.object({
  REDIS_URL: urlSetting('redis', 'rediss'),
  QUEUE_PREFIX: z.string().optional(),
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
export const ConsoleConfig = variables.transform((env) => ({
  redisUrl: env.REDIS_URL,
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
