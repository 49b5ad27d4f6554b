import type { Db } from '@intake/database/create-database'
import { raiseRevision } from '../workspace/raise-revision.ts'
import type { Acting } from './actor.ts'
import { recordAudit } from './record-audit.ts'

/** Puts on record which settings of a workspace were changed to what, and says so to every process, in the transaction of the change. */
export async function recordWorkspaceChange(
  ctx: { db: Db } & Acting,
  workspaceId: string,
  details: Record<string, unknown>,
): Promise<void> {
  await raiseRevision(ctx.db)
  const subject = { type: 'workspace', id: workspaceId } as const
  await recordAudit(ctx, { workspaceId, action: 'workspace.changed', subject, details })
}
