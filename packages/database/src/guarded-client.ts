import pg from 'pg'
import { CheckedQuery, type QueryCallback, type QueryConfig } from './checked-query.ts'
import type { Server } from './database-url.ts'
import { NotWritableError } from './not-writable-error.ts'
import { preparedName } from './prepared.ts'
import type { ServerList } from './server-list.ts'

export interface ClientRules {
  /** User, password, database, TLS, session settings: the same for each server. */
  settings: pg.ClientConfig
  servers: ServerList
  /** Whether statements are prepared under their names, see prepared.ts. */
  keepsNames: boolean
  /** A statement takes a check along when the last one on its connection is older than this, ms. */
  checkEveryMs: number
}

export interface GuardedClient extends pg.Client {
  /** Whether it is to be closed instead of being lent again. */
  isSpent(): boolean
  /** Throws `NotWritableError`, and lets go of the server's other connections, when it takes no writes. One round trip. */
  checkWritable(): Promise<void>
}

/** After these the server ends the connection, or only reads: shutting down, crashed, starting, read-only. */
const spending = new Set(['25006', '57P01', '57P02', '57P03'])

const check =
  "select pg_is_in_recovery() as standby, current_setting('transaction_read_only') = 'on' as read_only"

/**
 * A class of clients that connect to the list's current server and only stay with one that takes writes. They look when the
 * connection is made, and again beside a statement, see checked-query.ts: behind a pooler or a proxy another server may stand
 * there by then.
 */
export function guardedClientClass(rules: ClientRules): new (config: pg.ClientConfig) => GuardedClient {
  const { servers } = rules

  return class extends pg.Client implements GuardedClient {
    readonly #server: Server
    #timesReadOnly: number
    #isSpent = false
    #checkedAt = -Infinity

    constructor(config: pg.ClientConfig) {
      const server = servers.current()
      super({ ...config, ...rules.settings, ...server })
      this.#server = server
      this.#timesReadOnly = servers.timesReadOnly(server)
      // Whoever waits for an answer hears of it; without a listener it would end the process.
      this.on('error', () => undefined)
      this.connection.on('errorMessage', ({ code }: { code?: string }) => {
        if (code === '25006') this.#found(new NotWritableError('read-only'))
        if (code !== undefined && spending.has(code)) this.#isSpent = true
      })
    }

    isSpent(): boolean {
      return this.#isSpent || this.#timesReadOnly !== servers.timesReadOnly(this.#server)
    }

    override connect(): Promise<this>
    override connect(callback: (error: Error | null, client?: this) => void): void
    override connect(callback?: (error: Error | null, client?: this) => void): Promise<this> | undefined {
      const connected = this.#connect()
      if (!callback) return connected
      connected.then(
        () => callback(null, this),
        (error) => callback(error),
      )
    }

    async #connect(): Promise<this> {
      try {
        await super.connect()
        await this.checkWritable()
        return this
      } catch (error) {
        servers.failed(this.#server)
        super.end().catch(() => undefined)
        throw error
      }
    }

    async checkWritable(): Promise<void> {
      const { rows } = await super.query<{ standby: boolean; read_only: boolean }>(check)
      const why = rows[0]?.standby ? 'standby' : rows[0]?.read_only ? 'read-only' : null
      const error = why && new NotWritableError(why)
      this.#found(error)
      if (error) throw error
    }

    #found(error: NotWritableError | null): void {
      if (error) {
        this.#isSpent = true
        servers.foundReadOnly(this.#server, error)
      } else {
        this.#checkedAt = performance.now()
        this.#timesReadOnly = servers.timesReadOnly(this.#server)
        servers.foundWritable(this.#server)
      }
    }

    // biome-ignore lint/suspicious/noExplicitAny: the overloads of pg's query answer a promise, nothing or a stream.
    override query(first: any, second?: any, third?: any): any {
      if (typeof first?.submit === 'function') return super.query(first)
      const callback: QueryCallback | undefined = [second, third].find((each) => typeof each === 'function')
      const values = Array.isArray(second) ? second : undefined
      const config = this.#named(typeof first === 'string' ? { text: first, values } : { values, ...first })
      const send = super.query.bind(this) as (...all: unknown[]) => unknown
      if (!this.#isCheckDue(config)) return send(config, callback)
      const checked = (done: QueryCallback) =>
        send(new CheckedQuery(config, done, (error) => this.#found(error)))
      if (callback) return checked(callback)
      return new Promise((resolve, reject) => {
        checked((error, result) => (error ? reject(error) : resolve(result)))
      })
    }

    #named({ name, ...unnamed }: QueryConfig): QueryConfig {
      if (!rules.keepsNames) return unnamed
      const kept = name ?? preparedName(unnamed.text)
      return kept === null ? unnamed : { ...unnamed, name: kept }
    }

    /** Within a transaction the server stays the same; several statements in one text can't be followed by another. */
    #isCheckDue({ text, values }: QueryConfig): boolean {
      if (performance.now() - this.#checkedAt < rules.checkEveryMs) return false
      if (this.getTransactionStatus() !== 'I') return false
      return (values?.length ?? 0) > 0 || !/;\s*\S/.test(text)
    }
  }
}
