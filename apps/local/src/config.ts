import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { databaseUrlSetting } from '@intake/database/database-url-setting'
import { type Environment, parseConfig } from '@intake/runtime/parse-config'
import { integerSetting, portSetting, urlSetting } from '@intake/runtime/settings'
import { z } from 'zod'

/** The folder with the README, whatever the working directory is. */
export const projectRoot = fileURLToPath(new URL('../../../', import.meta.url))

const Variables = z.object({
  PORT: portSetting(3000),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: databaseUrlSetting().optional(),
  REDIS_URL: urlSetting('redis', 'rediss').optional(),
  GATEWAYS: integerSetting(1, { min: 1, max: 64 }),
  WORKERS: integerSetting(1, { min: 1, max: 64 }),
})

export type LocalConfig = {
  /** Of the first gateway; the others follow. 0: any free one. */
  port: number
  /** It was asked for: no other one will do. */
  isPortFixed: boolean
  dataDir: string
  /** Absent: a Postgres of our own. */
  databaseUrl: string | undefined
  /** Absent: a Redis of our own. */
  redisUrl: string | undefined
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
    isPortFixed: Boolean(environment.PORT?.trim()) && variables.PORT !== 0,
    dataDir: resolve(projectRoot, variables.DATA_DIR),
    databaseUrl: variables.DATABASE_URL,
    redisUrl: variables.REDIS_URL,
    gateways: variables.GATEWAYS,
    workers: variables.WORKERS,
  }
}
