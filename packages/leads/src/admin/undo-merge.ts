import type { Acting } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { newId } from '../ids/new-id.ts'
import { unmergeLead } from '../lead/unmerge-lead.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { operatorCaller } from './operator-caller.ts'

/** For operators: undoes a lead's merge, and puts it on record. Throws what `unmergeLead` throws. */
export async function undoMerge(
  ctx: Pick<Ctx, 'db' | 'configuration' | 'sealer' | 'writer' | 'files'> & Acting,
  { workspaceId, leadId }: { workspaceId: string; leadId: string },
): Promise<void> {
  const caller = operatorCaller(workspaceId, { scopes: ['leads:read', 'leads:write'], actor: ctx.actor })
  const requestId = newId()
  const call = { caller, requestId, idempotency: null, preference: 'minimal' } as const
  await unmergeLead({ ...ctx, ...call }, { leadId })
  const subject = { type: 'lead', id: leadId } as const
  await recordAudit({ ...ctx, requestId }, { workspaceId, action: 'lead.changed', subject })
}
