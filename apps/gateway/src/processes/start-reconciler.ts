import type { Db } from '@intake/database/create-database'
import { reconcile } from '@intake/leads/enrichment/reconcile'
import { keysAtOnce, pruneIdempotencyKeys } from '@intake/leads/idempotency/prune-idempotency-keys'
import { pruneWarnings } from '@intake/leads/warnings/prune-warnings'
import type { Queues } from '@intake/queue/create-queues'
import type { Logger } from '@intake/runtime/logger'
import { repeat } from './repeat.ts'
import { untilDone } from './until-done.ts'

export interface ReconcilerOptions {
  db: Db
  queues: Queues
  logger: Logger
  everyMs: number
  graceSeconds: number
  onRequeued(): void
}

/**
 * Runs the reconciler and prunes expired idempotency keys and old warnings now and then. Without Redis the reconciler waits: what is lost
 * can't be told from what is merely queued. The pruning goes on.
 */
export function startReconciler(options: ReconcilerOptions): { close(): Promise<void> } {
  const { db, queues, logger, everyMs, graceSeconds } = options
  const requeueLost = async () => {
    const oldestJobAt = await queues.oldestJobAt()
    const { requeued } = await reconcile({ db }, { oldestJobAt, graceSeconds })
    if (requeued === 0) return
    logger.warn({ leads: requeued }, 'queued leads again whose enrichment got lost')
    options.onRequeued()
  }
  const prune = async () => {
    const keys = await untilDone(keysAtOnce, () => pruneIdempotencyKeys({ db }))
    const warnings = await pruneWarnings({ db })
    if (keys + warnings > 0) logger.debug({ keys, warnings }, 'pruned what has expired')
  }
  return repeat({ pruning: prune, reconciler: requeueLost }, { everyMs, logger })
}
