import type { AuditAction, AuditSubjectType } from '@intake/contracts/audit-events'
import type { Db } from '@intake/database/create-database'
import { newId } from '../ids/new-id.ts'
import type { Actor } from '../workspace/caller.ts'
import type { Acting } from './actor.ts'

export interface AuditRecord {
  workspaceId: string
  action: AuditAction
  subject: { type: AuditSubjectType; id: string }
  /** Names, numbers and ids; neither personal data nor secrets. */
  details?: Record<string, unknown>
}

const system: Actor = { kind: 'system', id: '' }

/** Puts on record what is done, in the caller's transaction. */
export async function recordAudit(ctx: { db: Db } & Acting, record: AuditRecord): Promise<void> {
  await recordAudits(ctx, [record])
}

/** The same of several things that are done at once. */
export async function recordAudits(ctx: { db: Db } & Acting, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return
  const rows = records.map((record) => auditRow(ctx, record))
  await ctx.db.insertInto('audit_events').values(rows).execute()
}

/** A row of it, with the time of this moment. */
export function auditRow(
  { actor = system, address = null, requestId }: Acting,
  { workspaceId, action, subject, details = {} }: AuditRecord,
  at = new Date(),
) {
  return {
    workspace_id: workspaceId,
    id: newId(),
    at,
    actor_kind: actor.kind,
    actor: actor.id,
    action,
    subject_type: subject.type,
    subject_id: subject.id,
    address,
    request_id: requestId ?? null,
    details: JSON.stringify(details),
  }
}
