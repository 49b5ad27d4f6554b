import type { Socket } from 'node:net'
import type pg from 'pg'

/** What pg doesn't tell of its client. */
interface ClientInternals {
  connection: { stream: Socket }
  /** Whether nothing is being asked. */
  readyForQuery: boolean
}

/**
 * Ends a connection on which a query has had no sign of the server for `ms`: the server's own bound of a statement doesn't help when
 * it is frozen, or the network swallows its answer. What was asked fails as with any broken connection, and the pool makes
 * a new one. (pg's own `query_timeout` fails the query too, but gives the deaf connection back to the pool.)
 */
export function endWhenSilent(client: pg.PoolClient, ms: number): void {
  const internals = client as unknown as ClientInternals
  const { stream } = internals.connection
  stream.setTimeout(ms)
  stream.on('timeout', () => {
    if (internals.readyForQuery) return
    stream.destroy(Object.assign(new Error(`Postgres was silent for ${ms} ms`), { code: 'ETIMEDOUT' }))
  })
}
