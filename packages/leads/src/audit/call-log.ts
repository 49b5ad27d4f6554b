import type { AuditSubjectType, GatheredAction } from '@intake/contracts/audit-events'
import type { Db } from '@intake/database/create-database'
import type { Acting } from './actor.ts'
import { auditRow } from './record-audit.ts'

/** A call that a key made. */
export interface NotedCall extends Acting {
  workspaceId: string
  action: GatheredAction
  subject: { type: AuditSubjectType; id: string }
  /** Calls with other details are other rows. */
  details?: Record<string, unknown>
}

/**
 * Where calls are noted, at next to no cost; they are written every two seconds. The same call of the same key is one row, which says how often.
 * A process that is killed loses the calls of its last seconds.
 */
export interface CallLog {
  note(call: NotedCall): void
  flush(): Promise<void>
  close(): Promise<void>
}

export interface CallLogOptions {
  everyMs?: number
  /** Rows that may wait for a write; beyond, new ones are dropped and counted. */
  maxPending?: number
  /** Hears of a write that failed; its rows are kept for the next one. */
  onError?(error: unknown): void
  /** Hears how many calls went unnoted, for too many wait for a write. */
  onLost?(calls: number): void
}

interface Gathered {
  row: ReturnType<typeof auditRow>
  details: Record<string, unknown>
  calls: number
}

/** Of one statement. */
const maxRows = 500

export function createCallLog(
  db: Db,
  { everyMs = 2000, maxPending = 50_000, onError, onLost }: CallLogOptions = {},
): CallLog {
  let pending = new Map<string, Gathered>()
  let unwritten: Gathered[] = []
  let lost = 0
  let flushing: Promise<void> = Promise.resolve()

  const write = async () => {
    unwritten.push(...pending.values())
    pending = new Map()
    if (lost > 0) onLost?.(lost)
    lost = 0
    try {
      while (unwritten.length > 0) {
        const rows = unwritten
          .slice(0, maxRows)
          .map(({ row, details, calls }) => ({ ...row, details: JSON.stringify({ ...details, calls }) }))
        // What was written though the answer got lost isn't written again.
        await db
          .insertInto('audit_events')
          .values(rows)
          .onConflict((conflict) => conflict.columns(['workspace_id', 'id']).doNothing())
          .execute()
        unwritten = unwritten.slice(maxRows)
      }
    } catch (error) {
      onError?.(error)
    }
  }
  // One write at a time, so that a slow one isn't overtaken.
  const flush = () => {
    flushing = flushing.then(write)
    return flushing
  }
  const timer = setInterval(flush, everyMs).unref()

  return {
    note({ workspaceId, action, subject, details = {}, ...acting }) {
      const key = `${action} ${acting.actor?.id} ${subject.id} ${acting.address} ${JSON.stringify(details)}`
      const gathered = pending.get(key)
      if (gathered) gathered.calls += 1
      else if (pending.size + unwritten.length < maxPending)
        pending.set(key, {
          row: auditRow(acting, { workspaceId, action, subject }),
          details,
          calls: 1,
        })
      else lost += 1
    },
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}
