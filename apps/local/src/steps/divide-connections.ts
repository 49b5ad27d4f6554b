import type { Run } from '../run.ts'

/** For the console, an admin command or two, a person with psql, and the server's own reserve. */
const keptBack = 15
/** What an app takes for itself where there is plenty, and the least it runs with. */
const wanted = { gateway: 12, worker: 8 }
const least = 2

export type Connections = Record<keyof typeof wanted, number>

/**
 * How many connections each gateway and each worker may open, so that all together stay below what the server allows.
 * @throws when there are too many processes for it
 */
export function divideConnections(
  { gateways, workers }: Pick<Run['config'], 'gateways' | 'workers'>,
  maxConnections: number,
): Connections {
  const all = gateways * wanted.gateway + workers * wanted.worker
  const part = Math.min(1, (maxConnections - keptBack) / all)
  const share = { gateway: Math.floor(wanted.gateway * part), worker: Math.floor(wanted.worker * part) }
  if (share.gateway >= least && share.worker >= least) return share
  throw new Error(
    `${gateways} gateways and ${workers} workers don't fit into the ${maxConnections} connections of this Postgres: ` +
      'start fewer, raise max_connections, or put PgBouncer before it (docs/postgres.md).',
  )
}
