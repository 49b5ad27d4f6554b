import type { Db } from '@intake/database/create-database'
import { reconcile } from '@intake/leads/reconcile'
import type { Queues } from '@intake/queue/create-queues'
import type { Logger } from '@intake/runtime/logger'

export interface ReconcilerOptions {
  db: Db
  queues: Queues
  logger: Logger
  everyMs: number
  graceSeconds: number
  onRequeued(): void
}

/** Runs the reconciler now and then. Without Redis it waits: what is owed can't be told from what is merely queued. */
export function startReconciler(options: ReconcilerOptions): { close(): Promise<void> } {
  const { db, queues, logger, everyMs, graceSeconds } = options
  let closed = false
  let running: Promise<void> = Promise.resolve()

  const turn = async () => {
    try {
      const oldestJobAt = await queues.oldestJobAt()
      const { requeued, pruned } = await reconcile({ db }, { oldestJobAt, graceSeconds })
      if (requeued > 0) {
        logger.warn({ leads: requeued }, 'queued leads again whose enrichment got lost')
        options.onRequeued()
      }
      if (pruned > 0) logger.debug({ keys: pruned }, 'pruned expired idempotency keys')
    } catch (err) {
      logger.debug({ err }, 'reconciler could not run; it will try again')
    }
    if (!closed) timer = setTimeout(start, everyMs).unref()
  }
  const start = () => {
    running = turn()
  }
  let timer = setTimeout(start, everyMs).unref()

  return {
    async close() {
      closed = true
      clearTimeout(timer)
      await running
    },
  }
}
