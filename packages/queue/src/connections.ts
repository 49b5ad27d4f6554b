import { Redis } from 'ioredis'

/** Never longer than this between attempts to reconnect, ms. */
const maxReconnectDelayMs = 2000

function reconnectDelay(attempt: number): number {
  return Math.min(attempt * 100, maxReconnectDelayMs)
}

/**
 * For adding and counting jobs: fails fast. A command is tried once, waits for no connection and is given up after
 * `commandTimeoutMs`; it may still arrive after that, so whatever it adds must be safe to add twice.
 */
export function connectProducer(
  url: string,
  onError: (error: Error) => void,
  commandTimeoutMs = 2000,
): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: commandTimeoutMs,
    connectTimeout: 2000,
    retryStrategy: reconnectDelay,
  })
  redis.on('error', onError)
  return redis
}

/** For workers: waits for Redis for ever, as BullMQ asks of blocking connections. */
export function connectWorker(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: reconnectDelay })
  redis.on('error', onError)
  return redis
}
