import { jobCatalogue } from '@intake/contracts/jobs'
import type { Db } from '@intake/database/create-database'
import { isPassing, isUnavailable, sqlState } from '@intake/database/database-error'
import { buryEnrichment } from '@intake/leads/enrichment/bury-enrichment'
import type { Queues } from '@intake/queue/create-queues'
import type { DeadJob } from '@intake/queue/start-workers'
import { toSingles } from './chain.ts'

/**
 * What becomes of a job after its last attempt. When only the database was away, nothing is wrong with its leads, and the
 * reconciler brings them back. Several leads (a job whose workers died over it) go on one by one, so that one of them
 * can't bury the others. A single lead is dead, with a reason.
 */
export async function buryDead(
  { db, queues }: { db: Db; queues: Pick<Queues, 'add'> },
  { name, payload, error, attempts, since }: DeadJob,
): Promise<void> {
  // What a hint was about is still due, and will be said again.
  if (jobCatalogue[name].isHint) return
  if (payload === null || isUnavailable(error) || isPassing(error)) return
  if (payload.leadIds.length > 1)
    return queues.add(
      name,
      toSingles(payload).map((single) => ({ payload: single, since })),
    )
  // It may have come to a job that was announced before it.
  const announcedBy = new Date(payload.announcedAt?.[0] ?? since)
  await buryEnrichment({ db }, { ...payload, job: name, reason: reasonOf(error), attempts, announcedBy })
}

/** Class and code of an error: its message may quote a lead. BullMQ's own verdicts are about jobs only. */
function reasonOf(error: Error): string {
  const state = sqlState(error)
  if (state) return `SQLSTATE ${state}`
  if (error.name === 'UnrecoverableError') return error.message
  return 'code' in error && typeof error.code === 'string' ? `${error.name} ${error.code}` : error.name
}
