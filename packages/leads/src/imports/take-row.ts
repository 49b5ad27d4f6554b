import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '@intake/contracts/app-error'
import { isItemError, isUnavailable, sqlState } from '@intake/database/database-error'
import { createLead } from '../create/create-lead.ts'
import { hasLead } from '../lead/read-leads.ts'

const firstPauseMs = 50
const longestPauseMs = 5000
/** A refusal is for good, and what nobody foresaw is more often a fault of the day than of the row. */
const defaultPatienceMs = 30_000
/** The last: a process that has lost the import still writes the row. */
const passing = new Set<string>(['overloaded', 'unavailable', 'idempotency_key_in_use'])
const uniqueViolation = '23505'

/** Nothing more is begun: the process ends, or the lease is gone. */
export class Interrupted extends Error {}

/**
 * A create that waits: while the service is full or the database away a row is tried again and again, until `signal` says that it is
 * for others to go on; after an error that nobody foresaw for `patienceMs` in all. Throws {@link Interrupted}, and what a create throws that another try wouldn't change.
 */
export function patientCreate(
  importId: string,
  signal: AbortSignal,
  patienceMs = defaultPatienceMs,
): typeof createLead {
  return async (ctx, input) => {
    const row = Number(ctx.idempotency?.key)
    const ofRow = { ...ctx, requestId: `import/${importId}/${row}` }
    let hoped = 0
    for (let tries = 0; ; tries++) {
      if (signal.aborted) throw new Interrupted()
      const ms = Math.min(longestPauseMs, firstPauseMs * 2 ** tries) * (0.5 + Math.random() / 2)
      try {
        return await createLead(ofRow, input)
      } catch (error) {
        const { leadId = '' } = input
        // Its lead is there and its key isn't: written by a process that had lost its lease, or by this one before another had it.
        if (sqlState(error) === uniqueViolation && (await hasLead(ctx.db, ctx.caller, leadId)))
          return { body: '', replayed: true, written: { leadId, result: 'created', warnings: [] } }
        if (isUnforeseen(error)) hoped += ms
        else if (!isPassing(error)) throw error
        if (hoped > patienceMs) throw error
      }
      await pause(ms, undefined, { signal }).catch(() => undefined)
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof AppError ? passing.has(error.code) : isUnavailable(error)
}

function isUnforeseen(error: unknown): boolean {
  return !(error instanceof AppError) && !isItemError(error) && !isUnavailable(error)
}
