import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  checkRedisSettings,
  type RedisSettings,
  redisSettings,
  redisSettingsOf,
} from '@intake/queue/redis-settings'
import { type Environment, parseConfig } from '@intake/runtime/parse-config'
import { integerSetting, urlSetting } from '@intake/runtime/settings'
import { z } from 'zod'

/** The folder with the README, whatever the working directory is. */
export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url))

/** Without an address of a Redis there is one of our own, and nothing to check. */
const isOwnRedis = (set: { REDIS_URL?: unknown; REDIS_NODES?: unknown }) =>
  set.REDIS_URL === undefined && set.REDIS_NODES === undefined

const Variables = z
  .object({
    PORT: integerSetting(3000, { min: 0, max: 65_535 }),
    DATA_DIR: z.string().default('.data'),
    DATABASE_URL: urlSetting('postgres', 'postgresql').optional(),
    ...redisSettings,
    GATEWAYS: integerSetting(1, { min: 1, max: 64 }),
    WORKERS: integerSetting(1, { min: 1, max: 64 }),
  })
  .superRefine((variables, context) => {
    if (!isOwnRedis(variables) || variables.REDIS_MODE !== 'single') checkRedisSettings(variables, context)
  })

export type LocalConfig = {
  /** Of the first gateway; the others follow. 0: any free one. */
  port: number
  dataDir: string
  /** Absent: a Postgres of our own. */
  databaseUrl: string | undefined
  /** Absent: a Redis of our own. */
  redis: RedisSettings | undefined
  gateways: number
  workers: number
}

/**
 * Reads the runner's variables. A relative DATA_DIR is taken from the project's root.
 * @throws ConfigError that names each variable that is wrong
 */
export function parseLocalConfig(environment: Environment): LocalConfig {
  const variables = parseConfig(Variables, environment)
  return {
    port: variables.PORT,
    dataDir: resolve(projectRoot, variables.DATA_DIR),
    databaseUrl: variables.DATABASE_URL,
    redis: isOwnRedis(variables) ? undefined : redisSettingsOf(variables),
    gateways: variables.GATEWAYS,
    workers: variables.WORKERS,
  }
}
