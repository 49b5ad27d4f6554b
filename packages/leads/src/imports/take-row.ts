import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '@intake/contracts/app-error'
import { isItemError, isUnavailable, sqlState } from '@intake/database/database-error'
import { type CreateLeadContext, createLead } from '../create-lead.ts'
import { storedLine } from './row-results.ts'

const firstPauseMs = 50
const longestPauseMs = 5000
/** Of an error that nobody foresaw. */
const maxUnforeseen = 3
const uniqueViolation = '23505'

/** Nothing more is begun: the process ends, or the lease is gone. */
export class Interrupted extends Error {}

/**
 * A create that waits: while the service is full or the database away a row is tried again and again, until `signal` says that it is
 * for others to go on. Throws {@link Interrupted}, and what a create throws that another try wouldn't change.
 */
export function patientCreate(importId: string, signal: AbortSignal): typeof createLead {
  return async (ctx, request, options) => {
    const row = Number(options.idempotency?.key)
    const ofRow = { ...ctx, requestId: `import/${importId}/${row}` }
    let unforeseen = 0
    for (let tries = 0; ; tries++) {
      if (signal.aborted) throw new Interrupted()
      try {
        return await createLead(ofRow, request, options)
      } catch (error) {
        if (sqlState(error) === uniqueViolation && (await isWritten(ctx, options.leadId)))
          return { body: storedLine(row, 'created', options.leadId ?? ''), replayed: true }
        if (!isUnforeseen(error)) {
          if (!isPassing(error)) throw error
        } else if (++unforeseen >= maxUnforeseen) throw error
      }
      const ms = Math.min(longestPauseMs, firstPauseMs * 2 ** tries)
      await pause(ms * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined)
    }
  }
}

/** Its lead is there and its key isn't: written by a process that had lost its lease, or by this one before another had it. */
async function isWritten({ db, caller }: CreateLeadContext, leadId = ''): Promise<boolean> {
  const lead = await db
    .selectFrom('leads')
    .select('id')
    .where('workspace_id', '=', caller.workspaceId)
    .where('id', '=', leadId)
    .executeTakeFirst()
  return lead !== undefined
}

function isPassing(error: unknown): boolean {
  return error instanceof AppError ? ['overloaded', 'unavailable'].includes(error.code) : isUnavailable(error)
}

function isUnforeseen(error: unknown): boolean {
  return !(error instanceof AppError) && !isItemError(error) && !isUnavailable(error)
}
