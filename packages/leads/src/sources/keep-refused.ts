import { AppError } from '@intake/contracts/app-error'
import { submissionKeys } from '../erasure/submission-keys.ts'
import type { Ctx } from '../workspace/ctx.ts'
import type { ApiCall } from './new-submission.ts'
import { recordSubmission } from './record-submission.ts'
import { apiSubmission } from './submit-lead.ts'

/** Refusals that a person can mend. */
const mendable: readonly string[] = ['invalid_request', 'invalid_json', 'duplicate_lead']
const maxBodyBytes = 65_536

/** How many refused calls of a workspace are kept: nobody fills the database with what is refused. */
export interface RefusalQuota {
  /** Whether one more is kept, which then counts. */
  take(workspaceId: string): boolean
}

/** So many a minute and workspace, by this process. */
export function createRefusalQuota(perMinute: number, now: () => number = Date.now): RefusalQuota {
  let minute = 0
  let taken = new Map<string, number>()
  return {
    take(workspaceId) {
      const current = Math.floor(now() / 60_000)
      if (current !== minute) [minute, taken] = [current, new Map()]
      const count = taken.get(workspaceId) ?? 0
      if (count >= perMinute) return false
      taken.set(workspaceId, count + 1)
      return true
    },
  }
}

/**
 * Keeps a create that was refused, with what is wrong with it: a typing error in somebody's form loses no lead. Never throws; `onError` hears why
 * one could not be kept.
 */
export async function keepRefused(
  ctx: Pick<Ctx, 'db' | 'caller' | 'sealer' | 'configuration'> & {
    keepsBodies: boolean
    quota: RefusalQuota
    onError(error: unknown): void
  },
  error: unknown,
  call: ApiCall,
): Promise<void> {
  if (!(error instanceof AppError) || !mendable.includes(error.code)) return
  if (!ctx.quota.take(ctx.caller.workspaceId)) return
  const keepsBodies = ctx.keepsBodies && call.body.length <= maxBodyBytes
  const submission = apiSubmission({ ...ctx, keepsBodies }, call)
  const errors = error.errors.map(({ pointer, code, message }) => ({ pointer, code, message }))
  try {
    await recordSubmission(ctx.db, ctx.caller.workspaceId, submission, {
      status: 'REFUSED',
      code: error.code,
      errors,
      contactKeys: await keysIn(call.body, ctx),
    })
  } catch (cause) {
    ctx.onError(cause)
  }
}

/** What a body that may be no lead's is found by. */
async function keysIn(
  body: Buffer,
  { caller, sealer, configuration }: Pick<Ctx, 'caller' | 'sealer' | 'configuration'>,
): Promise<string[]> {
  const workspace = await configuration.workspace(caller.workspaceId)
  try {
    return workspace ? submissionKeys(JSON.parse(body.toString()), workspace, sealer) : []
  } catch {
    return []
  }
}
