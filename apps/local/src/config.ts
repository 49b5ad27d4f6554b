import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { databaseUrlSetting } from '@intake/database/database-url-setting'
import {
  checkRedisSettings,
  type RedisSettings,
  redisSettings,
  redisSettingsOf,
  redisUrlSetting,
} from '@intake/queue/redis-settings'
import { describeSetting, inSection } from '@intake/runtime/describe-setting'
import type { LogFormat } from '@intake/runtime/logger'
import { type Environment, parseConfig } from '@intake/runtime/parse-config'
import {
  booleanSetting,
  durationSetting,
  integerSetting,
  optionalIntegerSetting,
  optionalPortSetting,
  portSetting,
} from '@intake/runtime/settings'
import {
  dataDirSetting,
  encryptionKeys,
  fileSigningSecret,
  logFormatSetting,
  publicUrl,
} from '@intake/runtime/shared-settings'
import { z } from 'zod'

/** The folder with the README, whatever the working directory is. */
export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url))

/** Without an address of a Redis there is one of our own, and nothing to check. */
const isOwnRedis = (set: { REDIS_URL?: unknown; REDIS_NODES?: unknown }) =>
  set.REDIS_URL === undefined && set.REDIS_NODES === undefined

/** The variables that `npm start` reads itself. The apps inherit all others. */
export const LocalSettings = z
  .object({
    ...dataDirSetting(),
    ...redisSettings(),
    ...inSection('local', {
      GATEWAYS: describeSetting(integerSetting(1, { min: 1, max: 64 }), {
        does: 'Gateways that are started.',
        unit: 'gateways',
      }),
      WORKERS: describeSetting(integerSetting(1, { min: 1, max: 64 }), {
        does: 'Workers that are started.',
        unit: 'workers',
      }),
      PORT: describeSetting(portSetting(3000), {
        does: 'Port of the first gateway; others take the next ones. `0` takes any free port. One that is set and taken is refused.',
        unset: 'or the next free one',
      }),
      DATABASE_URL: describeSetting(databaseUrlSetting().optional(), {
        does: 'Address of a Postgres to use instead of its own.',
        unset: 'a Postgres of its own',
        secret: true,
      }),
      REDIS_URL: describeSetting(redisUrlSetting(), {
        does: 'Address of a Redis to use instead of its own.',
        unset: 'a Redis of its own',
        secret: true,
      }),
      DATABASE_CONNECTIONS: describeSetting(optionalIntegerSetting({ min: 2, max: 500 }), {
        does: 'Most connections to Postgres of each gateway and each worker.',
        unit: 'connections',
        unset: 'what the server allows, divided among the processes',
      }),
      SHUTDOWN_DELAY: describeSetting(durationSetting(0, { min: 0 }), {
        does: 'Time between unready and a closed port when the gateways are stopped.',
      }),
      METRICS_PORT: describeSetting(optionalPortSetting(), {
        does: 'Port of the first gateway’s `/metrics`; others take the next ones.',
        unset: 'any free ports',
      }),
      LOG_FORMAT: describeSetting(logFormatSetting().optional(), {
        does: '`pretty` shows a line for each request and each job; with `json` only warnings and errors are shown.',
        unset: '`pretty` on a terminal, else `json`',
      }),
      STORAGE_DIR: describeSetting(z.string().min(1).optional(), {
        does: 'Folder of the gateways’ files.',
        unset: '`files` in `DATA_DIR`',
      }),
      CONSOLE_READ_ONLY: describeSetting(booleanSetting(false), {
        does: 'The console changes nothing. Who starts this has the machine, and with it everything that the console could change.',
      }),
      PUBLIC_URL: publicUrl('that of the first gateway'),
      FILE_SIGNING_SECRET: fileSigningSecret('made at the first start and kept in `DATA_DIR`'),
      ENCRYPTION_KEYS: encryptionKeys('made at the first start and kept in `DATA_DIR`'),
    }),
  })
  .superRefine((variables, context) => {
    if (!isOwnRedis(variables) || variables.REDIS_MODE !== 'single') checkRedisSettings(variables, context)
  })

export type LocalConfig = {
  /** Port of the first gateway; others take the next ones. 0: any free one. */
  port: number
  /** It was asked for: no other one will do. */
  isPortFixed: boolean
  dataDir: string
  /** Absent: a Postgres of our own. */
  databaseUrl: string | undefined
  /** Absent: a Redis of our own. */
  redis: RedisSettings | undefined
  gateways: number
  workers: number
  /** Connections of each gateway and worker. Absent: a share of what the server allows. */
  databaseConnections: number | undefined
  /** Port of the first gateway's metrics. Absent or 0: any free ones. */
  metricsPort: number | undefined
  /** How long gateways that are stopped still take requests. */
  shutdownDelayMs: number
  /** Absent: pretty on a terminal. */
  logFormat: LogFormat | undefined
  /** Absent: in the data directory. */
  storageDir: string | undefined
  /** Absent: the one that is kept in the data directory. */
  fileSigningSecret: string | undefined
  /** None: the one that is kept in the data directory. */
  encryptionKeys: string[]
  consoleReadOnly: boolean
  /** Absent: the address of the first gateway. */
  publicUrl: string | undefined
}

/**
 * Reads the runner's variables. A relative DATA_DIR is taken from the project's root.
 * @throws ConfigError that names each variable that is wrong
 */
export function parseLocalConfig(environment: Environment): LocalConfig {
  const variables = parseConfig(LocalSettings, environment)
  return {
    port: variables.PORT,
    isPortFixed: Boolean(environment.PORT?.trim()) && variables.PORT !== 0,
    dataDir: resolve(projectRoot, variables.DATA_DIR),
    databaseUrl: variables.DATABASE_URL,
    redis: isOwnRedis(variables) ? undefined : redisSettingsOf(variables),
    gateways: variables.GATEWAYS,
    workers: variables.WORKERS,
    databaseConnections: variables.DATABASE_CONNECTIONS,
    metricsPort: variables.METRICS_PORT,
    shutdownDelayMs: variables.SHUTDOWN_DELAY,
    logFormat: variables.LOG_FORMAT,
    storageDir: variables.STORAGE_DIR,
    fileSigningSecret: variables.FILE_SIGNING_SECRET,
    encryptionKeys: variables.ENCRYPTION_KEYS,
    consoleReadOnly: variables.CONSOLE_READ_ONLY,
    publicUrl: variables.PUBLIC_URL,
  }
}
