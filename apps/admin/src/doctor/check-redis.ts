import {
  checkRedisSettings,
  type RedisSettings,
  redisSettingsOf,
  singleRedis,
} from '@intake/queue/redis-settings'
import { parseConfig } from '@intake/runtime/parse-config'
import { DoctorSettings } from '../config.ts'
import { explainError } from '../explain-error.ts'
import type { Session } from '../session.ts'
import { type Finding, fault, finding } from './finding.ts'

const leastVersion = [6, 2] as const

/** Whether Redis answers, takes what the queues write, is new enough and evicts nothing. */
export async function checkRedis({ environment }: Session, localUrl: string | null): Promise<Finding[]> {
  const check = 'redis'
  let settings: RedisSettings | null
  let prefix: string
  try {
    const given = parseConfig(DoctorSettings, environment)
    prefix = given.QUEUE_PREFIX
    settings = settingsOf(given, localUrl)
    if (settings && localUrl === null)
      parseConfig(DoctorSettings.superRefine(checkRedisSettings), environment)
  } catch (error) {
    return [fault(check, explainError(error), 'Mend the settings: docs/redis.md.')]
  }
  if (!settings)
    return [
      finding(
        check,
        'unknown',
        'REDIS_URL is not set here.',
        'Run doctor with the environment of the gateways.',
      ),
    ]
  try {
    // It takes a while to load, and no other command needs it.
    const { diagnoseRedis } = await import('@intake/queue/diagnose-redis')
    const { version, warnings } = await diagnoseRedis(settings, { prefix })
    const [major = 0, minor = 0] = version.split('.').map(Number)
    const isOld = major < leastVersion[0] || (major === leastVersion[0] && minor < leastVersion[1])
    return [
      isOld
        ? finding(check, 'fault', `Redis ${version} is too old.`, `Use ${leastVersion.join('.')} or later.`)
        : finding(check, 'ok', `Redis ${version} answers and takes what the queues write.`),
      ...warnings.map((warning) => finding(check, 'warning', `${warning}.`, cureOf(warning))),
    ]
  } catch (error) {
    const message = `Redis can’t be used: ${error instanceof Error ? error.message : error}.`
    return [
      finding(check, 'fault', message, 'Start Redis, or mend REDIS_URL. Meanwhile leads wait in Postgres.'),
    ]
  }
}

function settingsOf(given: DoctorSettings, localUrl: string | null): RedisSettings | null {
  if (given.REDIS_URL || given.REDIS_NODES) return redisSettingsOf(given)
  return localUrl === null ? null : singleRedis(localUrl)
}

function cureOf(warning: string): string {
  return warning.includes('maxmemory-policy')
    ? 'Set maxmemory-policy noeviction: docs/redis.md.'
    : 'See docs/redis.md.'
}
