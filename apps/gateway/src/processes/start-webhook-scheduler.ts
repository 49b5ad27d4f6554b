import type { Db } from '@intake/database/create-database'
import { deliveriesAtOnce, pruneDeliveries } from '@intake/leads/webhooks/prune-deliveries'
import { wakeDueWebhooks } from '@intake/leads/webhooks/wake-due'
import type { Queues } from '@intake/queue/create-queues'
import type { Logger } from '@intake/runtime/logger'
import { repeat } from './repeat.ts'
import { untilDone } from './until-done.ts'

export interface WebhookSchedulerOptions {
  db: Db
  queues: Pick<Queues, 'add' | 'ping'>
  logger: Logger
  everyMs: number
  /** How long settled deliveries are kept. */
  keepSeconds: number
}

const pruneEveryMs = 60_000

/** Puts webhook deliveries whose time has come on the queue, and prunes old ones now and then. Any number may run. */
export function startWebhookScheduler(options: WebhookSchedulerOptions): { close(): Promise<void> } {
  const { db, queues, logger, everyMs, keepSeconds } = options
  let pruneAt = performance.now() + everyMs

  const wake = async () => {
    await queues.ping()
    const jobs = await wakeDueWebhooks({ db }, (due) =>
      queues.add(
        'webhook-delivery',
        due.map((payload) => ({ payload })),
      ),
    )
    if (jobs > 0) logger.debug({ endpoints: jobs }, 'webhooks are due')
  }
  const prune = async () => {
    if (performance.now() < pruneAt) return
    pruneAt = performance.now() + pruneEveryMs
    const deliveries = await untilDone(deliveriesAtOnce, () => pruneDeliveries({ db }, { keepSeconds }))
    if (deliveries > 0) logger.debug({ deliveries }, 'pruned old webhook deliveries')
  }
  return repeat({ 'webhook scheduler': wake, 'pruning of webhook deliveries': prune }, { everyMs, logger })
}
