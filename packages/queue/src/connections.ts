import { Cluster, Redis, type RedisOptions } from 'ioredis'
import { explainRefusal } from './explain-refusal.ts'
import { leaveSilentServer } from './leave-silent-server.ts'
import { createReconnection } from './reconnection.ts'
import type { RedisSettings } from './redis-settings.ts'
import { TlsConnector, TlsSentinelConnector } from './tls-connectors.ts'

export type RedisClient = Redis | Cluster

export interface RedisConnection {
  client: RedisClient
  /** Why Redis refuses the connection itself, such as a wrong password; null while it is made, or Redis is away. */
  refusal(): string | null
}

type OnError = (error: Error) => void

/**
 * For adding and counting jobs: fails fast. A command is tried once, waits for no connection and is given up after
 * `commandTimeoutMs`; it may still arrive after that, so whatever it adds must be safe to add twice.
 */
export function connectProducer(
  settings: RedisSettings,
  onError: OnError,
  commandTimeoutMs = 2000,
): RedisConnection {
  return connect(settings, onError, {
    resend: false,
    options: {
      maxRetriesPerRequest: 1,
      enableOfflineQueue: false,
      commandTimeout: commandTimeoutMs,
      connectTimeout: 2000,
    },
  })
}

/**
 * For workers: waits for Redis for ever, as BullMQ asks of blocking connections, and sends a command again that a demoted
 * server refused: a job that is done is then noted as done by the new primary. BullMQ's duplicates of it do the same.
 */
export function connectWorker(settings: RedisSettings, onError: OnError): RedisConnection {
  return connect(settings, onError, {
    resend: true,
    options: { maxRetriesPerRequest: null, connectTimeout: 5000 },
  })
}

function connect(
  settings: RedisSettings,
  onError: OnError,
  { resend, options }: { resend: boolean; options: RedisOptions },
): RedisConnection {
  const isCluster = settings.mode === 'cluster'
  const reconnection = createReconnection({ resend, isCluster, onRefusal: onError })
  const common = { ...commonOptions(settings), ...options, ...reconnection }
  const client = isCluster ? openCluster(settings, common) : openServer(settings, common)

  let refusal: string | null = null
  const hear = (error: Error) => {
    const cause =
      'lastNodeError' in error && error.lastNodeError instanceof Error ? error.lastNodeError : error
    const reason = explainRefusal(cause)
    // With nobody there, what somebody said before counts no more.
    if (reason !== null || 'syscall' in cause) refusal = reason
    onError(cause)
  }
  client.on('error', hear)
  client.on('sentinelError', hear)
  client.on('node error', hear)
  client.on('ready', () => {
    refusal = null
  })
  return { client, refusal: () => refusal }
}

function commonOptions({ username, password, database, tls, sentinel }: RedisSettings): RedisOptions {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    db: database,
    ...(tls ? { tls: tlsOptions(tls), Connector: sentinel ? TlsSentinelConnector : TlsConnector } : {}),
    // A server that loads its data is asked this often whether it is done, ms.
    maxLoadingRetryTime: 1000,
  }
}

function tlsOptions({ ca }: NonNullable<RedisSettings['tls']>) {
  return ca === undefined ? {} : { ca }
}

/** A server by its address, or the primary that the sentinels name. */
function openServer({ nodes, sentinel, tls }: RedisSettings, options: RedisOptions): Redis {
  const redis = sentinel
    ? new Redis({
        ...options,
        sentinels: nodes.map((node) => ({ ...node })),
        name: sentinel.master,
        ...(sentinel.username === undefined ? {} : { sentinelUsername: sentinel.username }),
        ...(sentinel.password === undefined ? {} : { sentinelPassword: sentinel.password }),
        ...(tls ? { sentinelTLS: tlsOptions(tls), enableTLSForSentinelMode: true } : {}),
        sentinelCommandTimeout: 2000,
        sentinelRetryStrategy: (attempt) => Math.min(attempt * 100, 2000),
      })
    : new Redis({ ...options, ...nodes[0] })
  leaveSilentServer(redis)
  return redis
}

function openCluster({ nodes, tls }: RedisSettings, options: RedisOptions): Cluster {
  const cluster = new Cluster(
    nodes.map((node) => ({ ...node })),
    {
      redisOptions: options,
      enableOfflineQueue: options.enableOfflineQueue ?? true,
      clusterRetryStrategy: (attempt) => Math.min(attempt * 100, 2000),
      slotsRefreshTimeout: 2000,
      slotsRefreshInterval: 10_000,
      // A certificate is made out to the name of a node, not to its address.
      ...(tls ? { dnsLookup: (name, done) => done(null, name) } : {}),
    },
  )
  cluster.on('+node', leaveSilentServer)
  return cluster
}
