import { withTimeout } from '@intake/runtime/with-timeout'
import { checkServer } from './check-server.ts'
import { connectProducer, type RedisClient } from './connections.ts'
import { explainRefusal, RedisRefusal } from './explain-refusal.ts'
import { defaultPrefix, type RedisSettings } from './redis-settings.ts'

export interface RedisDiagnosis {
  /** Such as `7.0.15`; of a Valkey the version that it is compatible with. */
  version: string
  /** What is wrong short of a refusal, each as a sentence. */
  warnings: string[]
}

/**
 * Connects once and writes what the queues would. Rejects within `timeoutMs` when Redis gives no answer, and with a {@link RedisRefusal} when it
 * refuses.
 */
export async function diagnoseRedis(
  settings: RedisSettings,
  { prefix = defaultPrefix, timeoutMs = 5000 } = {},
): Promise<RedisDiagnosis> {
  let last: Error | null = null
  const { client, refusal } = connectProducer(settings, (error) => {
    last = error
  })
  try {
    await withTimeout(untilReady(client), { what: 'connecting to Redis', timeoutMs })
    const warnings = await checkServer(client, { prefix, mode: settings.mode, how: 'full' })
    const info = String(await client.eval(`return redis.call('INFO', 'server')`, 1, `${prefix}:probe`))
    return { version: /^redis_version:(\S+)/m.exec(info)?.[1] ?? 'unknown', warnings }
  } catch (error) {
    const reason = refusal() ?? explainRefusal(error)
    throw reason === null ? (last ?? error) : new RedisRefusal(reason)
  } finally {
    client.disconnect()
  }
}

function untilReady(client: RedisClient): Promise<void> {
  return new Promise((resolve) => {
    if (client.status === 'ready') resolve()
    else client.once('ready', () => resolve())
  })
}
