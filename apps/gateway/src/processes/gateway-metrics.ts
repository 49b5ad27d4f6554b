import type { Database } from '@intake/database/create-database'
import { addFleetGauges } from '@intake/metrics/add-fleet-gauges'
import { addPoolGauges } from '@intake/metrics/add-pool-gauges'
import { createMetrics } from '@intake/metrics/create-metrics'
import { createHttpMetrics } from '@intake/metrics/http-metrics'
import { createImportMetrics } from '@intake/metrics/import-metrics'
import { createRelayMetrics } from '@intake/metrics/relay-metrics'
import { createWriteMetrics } from '@intake/metrics/write-metrics'
import type { Queues } from '@intake/queue/create-queues'
import type { Logger } from '@intake/runtime/logger'

/** All metrics of a gateway. `waiting` tells how many leads wait to be written. */
export function createGatewayMetrics(options: {
  database: Pick<Database, 'db' | 'pool'>
  queues: Queues
  waiting: () => number
  logger: Logger
}) {
  const { database, queues, waiting, logger } = options
  const metrics = createMetrics((err) => logger.warn({ err }, 'a metric could not be read'))
  addPoolGauges(metrics, database)
  addFleetGauges(metrics, { db: database.db, queues })
  return {
    metrics,
    http: createHttpMetrics(metrics),
    relay: createRelayMetrics(metrics),
    imports: createImportMetrics(metrics),
    write: createWriteMetrics(metrics, waiting),
  }
}
