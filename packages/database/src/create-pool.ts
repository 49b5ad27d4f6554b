import pg from 'pg'
import { isUnavailable } from './database-error.ts'
import { endWhenSilent } from './end-when-silent.ts'
import { type ClientRules, type GuardedClient, guardedClientClass } from './guarded-client.ts'

export interface PoolRules extends ClientRules {
  maxConnections: number
  /** How long a caller waits for a connection, ms. With several servers each gets its share, 1 s at least. */
  connectTimeoutMs: number
  /** Greatest age of a connection, ms; each gets between 80 and 100 % of it, so that not all are made anew at once. */
  maxAgeMs: number
  /** A query without any sign of the server for so long has failed, ms. */
  silenceMs: number
  onBrokenConnection?: ((error: Error) => void) | undefined
}

type Connected = Parameters<Parameters<pg.Pool['connect']>[0]>
type PooledClient = GuardedClient & pg.PoolClient

/**
 * A pool that lends only connections to a server that takes writes. It tries the address's servers in turn, lets go of all idle
 * connections of a server that was found to take no writes, and closes the lent ones when they come back.
 */
export function createPool(rules: PoolRules): pg.Pool {
  const { servers, maxConnections, connectTimeoutMs, maxAgeMs } = rules
  const Client = guardedClientClass({
    ...rules,
    settings: {
      ...rules.settings,
      connectionTimeoutMillis: Math.max(1000, Math.ceil(connectTimeoutMs / servers.size)),
    },
  })
  const ageSeconds = () => (maxAgeMs * (0.8 + 0.2 * Math.random())) / 1000
  const pool = new ServersInTurn(rules, {
    Client: Client as unknown as new () => pg.ClientBase,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: 60_000,
    maxLifetimeSeconds: ageSeconds(),
    keepAlive: true,
  })
  const idle = new Set<PooledClient>()
  const note = (error: Error) => rules.onBrokenConnection?.(error)

  // Each connection tells of itself; without a listener the pool's own event would end the process.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => {
    client.on('error', note)
    endWhenSilent(client, rules.silenceMs)
    // The next one's.
    pool.options.maxLifetimeSeconds = ageSeconds()
  })
  pool.on('acquire', (client) => idle.delete(client as PooledClient))
  pool.on('remove', (client) => idle.delete(client as PooledClient))
  pool.on('release', (_, client) => {
    const pooled = client as PooledClient
    // The pool throws away what is ending.
    if (pooled.isSpent()) pooled.end().catch(() => undefined)
    else idle.add(pooled)
  })
  servers.onReadOnly(() => {
    // To the pool an idle connection that reports an error is broken: it drops it at once.
    for (const client of idle)
      if (client.isSpent()) client.emit('error', new Error('its server takes no writes any more'))
  })
  return pool
}

class ServersInTurn extends pg.Pool {
  readonly #servers: PoolRules['servers']

  constructor({ servers }: PoolRules, options: pg.PoolConfig) {
    super(options)
    this.#servers = servers
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: (...connected: Connected) => void): void
  override connect(callback?: (...connected: Connected) => void): Promise<pg.PoolClient> | undefined {
    const connected = this.#connect()
    if (!callback) return connected
    connected.then(
      (client) => callback(undefined, client, client.release),
      (error) => callback(error, undefined, () => undefined),
    )
  }

  async #connect(): Promise<pg.PoolClient> {
    for (let attempt = 1; ; attempt += 1) {
      const refusal = this.idleCount === 0 && this.#servers.refusal()
      if (refusal) throw refusal
      const server = this.#servers.current()
      try {
        return await super.connect()
      } catch (error) {
        const isTried = attempt >= this.#servers.size || this.#servers.current() === server
        if (isTried || !isUnavailable(error)) throw error
      }
    }
  }
}
