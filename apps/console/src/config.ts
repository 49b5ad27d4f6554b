import { randomBytes } from 'node:crypto'
import { databaseUrlSetting } from '@intake/database/database-url-setting'
import { isNetwork } from '@intake/leads/workspace/allowed-addresses'
import { checkRedisSettings, redisSettings, redisSettingsOf } from '@intake/queue/redis-settings'
import { describeSetting, inSection } from '@intake/runtime/describe-setting'
import { booleanSetting, durationSetting, optionalBooleanSetting } from '@intake/runtime/settings'
import {
  encryptionSettings,
  processSettings,
  proxySettings,
  publicUrl,
  requiredDatabaseUrl,
} from '@intake/runtime/shared-settings'
import { bucketOf, checkStorageSettings, storageSettings } from '@intake/runtime/storage-settings'
import type { StorageOptions } from '@intake/storage/create-storage'
import { z } from 'zod'
import { parseUsers } from './users.ts'

const secrets = inSection('required', {
  CONSOLE_PASSWORD: describeSetting(z.string().min(12, 'must have at least 12 characters'), {
    does: 'Password of the console’s login, at least 12 characters.',
    secret: true,
  }),
  CONSOLE_SESSION_SECRET: describeSetting(z.string().min(32, 'must have at least 32 characters'), {
    does: 'Signs the console’s session cookie, at least 32 characters.',
    secret: true,
  }),
})

const pageSettings = inSection('console', {
  CONSOLE_USER: describeSetting(z.string().default('admin'), {
    does: 'User name of the console’s login, who is an admin.',
  }),
  CONSOLE_USERS: describeSetting(usersSetting(), {
    does: 'Users besides, as `name:role:hash` with blanks between. `admin console-user` makes one. Roles are viewer, operator and admin.',
    unset: 'none',
    secret: true,
  }),
  CONSOLE_USERS_FILE: describeSetting(z.string().optional(), {
    does: 'A file of such users, one a line. It is read at the start.',
    unset: 'none',
  }),
  CONSOLE_SESSION_LIFETIME: describeSetting(
    durationSetting(8 * 3_600_000, { min: 60_000, max: 30 * 86_400_000 }),
    { does: 'How long a login lasts.' },
  ),
  CONSOLE_READ_ONLY: describeSetting(booleanSetting(true), {
    does: 'The console changes nothing. `false` lets users do what their roles allow.',
  }),
  CONSOLE_SECURE_COOKIE: describeSetting(optionalBooleanSetting(), {
    does: 'The session cookie is sent over HTTPS only, and the console sends HSTS.',
    unset: 'off when `HOST` is loopback, else on',
  }),
})

const metricsSettings = inSection('observability', {
  METRICS_URLS: describeSetting(metricsUrlsSetting(), {
    does: 'Addresses of the metrics of gateways and workers, with commas between. A name of several processes reaches them all.',
    unset: 'none',
  }),
})

/** The variables that the console reads. */
export const ConsoleSettings = z.object({
  ...requiredDatabaseUrl(databaseUrlSetting()),
  ...redisSettings(),
  ...processSettings({
    port: 3100,
    connections: { default: 4, min: 1, max: 100 },
    shutdownTimeout: { default: 10_000, min: 100 },
  }),
  ...proxySettings(isNetwork),
  ...encryptionSettings(),
  ...storageSettings,
  ...inSection('documents', {
    STORAGE_DIR: describeSetting(z.string().min(1).optional(), {
      does: 'Folder of files on the local disk. All gateways share it.',
      unset: 'with `STORAGE=local` no file is imported in the console',
    }),
    PUBLIC_URL: publicUrl('addresses of sources are shown as paths'),
  }),
  ...secrets,
  ...pageSettings,
  ...metricsSettings,
})

/** The console's settings, out of the environment. Away from loopback the cookie is `Secure` unless told otherwise. */
export const ConsoleConfig = ConsoleSettings.superRefine(checkRedisSettings)
  .superRefine(checkStorageSettings)
  .transform((env) => ({
    databaseUrl: env.DATABASE_URL,
    databaseConnections: env.DATABASE_CONNECTIONS,
    databasePooler: env.DATABASE_POOLER,
    databaseConnectionMaxAgeMs: env.DATABASE_CONNECTION_MAX_AGE,
    metricsUrls: env.METRICS_URLS,
    redis: redisSettingsOf(env),
    queuePrefix: env.QUEUE_PREFIX,
    port: env.PORT,
    host: env.HOST,
    trustedProxies: env.TRUSTED_PROXIES,
    logLevel: env.LOG_LEVEL,
    logFormat: env.LOG_FORMAT,
    user: env.CONSOLE_USER,
    password: env.CONSOLE_PASSWORD,
    listedUsers: env.CONSOLE_USERS,
    usersFile: env.CONSOLE_USERS_FILE || null,
    sessionSecret: env.CONSOLE_SESSION_SECRET,
    sessionLifetimeMs: env.CONSOLE_SESSION_LIFETIME,
    readOnly: env.CONSOLE_READ_ONLY,
    secureCookie: env.CONSOLE_SECURE_COOKIE ?? !isLoopback(env.HOST),
    shutdownTimeoutMs: env.SHUTDOWN_TIMEOUT,
    encryptionKeys: env.ENCRYPTION_KEYS,
    publicUrl: env.PUBLIC_URL ?? null,
    storage: storageOf(env),
  }))
export type ConsoleConfig = z.infer<typeof ConsoleConfig>

/** Where files of leads are put for the gateways to read; null for nowhere. It hands none out, so that it needs no secret. */
function storageOf(env: z.infer<typeof ConsoleSettings>): StorageOptions | null {
  const bucket = bucketOf(env)
  if (bucket || env.STORAGE_DIR === undefined) return bucket
  const signingSecret = randomBytes(32).toString('hex')
  return { kind: 'local', directory: env.STORAGE_DIR, publicUrl: '', signingSecret }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

function usersSetting() {
  return z
    .string()
    .default('')
    .transform((text, context) => {
      try {
        return parseUsers(text)
      } catch (error) {
        context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'is wrong' })
        return z.NEVER
      }
    })
}

function metricsUrlsSetting() {
  return z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine((urls) => urls.every(isHttp), 'must be http:// addresses with commas between')
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}
