import type { Database } from '@intake/database/create-database'
import { Gauge } from 'prom-client'
import type { Metrics } from './create-metrics.ts'

/** How much of this process's connections to Postgres is in use. */
export function addPoolGauges(
  { registry }: Pick<Metrics, 'registry'>,
  { pool }: Pick<Database, 'pool'>,
): void {
  const registers = [registry]
  new Gauge({
    name: 'intake_database_pool_connections',
    help: 'Connections to Postgres: total, and idle of these.',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'total' }, pool.totalCount)
      this.set({ state: 'idle' }, pool.idleCount)
    },
  })
  new Gauge({
    name: 'intake_database_pool_waiting',
    help: 'Callers that wait for a connection.',
    registers,
    collect() {
      this.set(pool.waitingCount)
    },
  })
  new Gauge({
    name: 'intake_database_pool_max',
    help: 'The upper bound of the connections.',
    registers,
  }).set(pool.options.max)
}
