import { AppError } from '@intake/contracts/app-error'
import type { AuditEvent, ListAuditEventsAnswer, ListAuditEventsQuery } from '@intake/contracts/audit-events'
import type { Db } from '@intake/database/create-database'
import type { AuditEventRow } from '@intake/database/tables'
import { makeCursor, readCursor } from '../ids/cursor.ts'
import { idAt } from '../ids/id-at.ts'
import { type Caller, requireScope } from '../workspace/caller.ts'

const defaultLimit = 50

/** What a caller may look at. Throws `forbidden`: a test key would learn of live leads. */
export function readingAudit({ db, caller }: { db: Db; caller: Caller }): { db: Db; workspaceId: string } {
  requireScope(caller, 'audit:read')
  if (caller.isTest) throw new AppError('forbidden', 'A test key reads no audit events.')
  return { db, workspaceId: caller.workspaceId }
}

/** Who did what in a workspace, newest first. Whoever calls it has authorised the caller. Throws `invalid_request` for a bad cursor. */
export async function listAuditEvents(
  { db, workspaceId }: { db: Db; workspaceId: string },
  { limit = defaultLimit, cursor, ...filters }: ListAuditEventsQuery,
): Promise<ListAuditEventsAnswer> {
  const { actor, action, subjectType, subjectId, since, until } = filters
  const scope = [workspaceId, 'audit-events', actor, action, subjectType, subjectId, since, until].map(
    (part) => part ?? null,
  )
  let query = db
    .selectFrom('audit_events as event')
    .leftJoin('api_keys as key', (join) =>
      join
        .onRef('key.workspace_id', '=', 'event.workspace_id')
        .on('event.actor_kind', '=', 'key')
        .on((eb) => eb(eb.cast<string>('key.id', 'text'), '=', eb.ref('event.actor'))),
    )
    .selectAll('event')
    .select('key.name as key_name')
    .where('event.workspace_id', '=', workspaceId)
    .orderBy('event.id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('event.id', '<', readCursor(scope, cursor))
  if (actor !== undefined) query = query.where('event.actor', '=', actor)
  if (action !== undefined) query = query.where('event.action', '=', action as AuditEventRow['action'])
  if (subjectType !== undefined) query = query.where('event.subject_type', '=', subjectType)
  if (subjectId !== undefined) query = query.where('event.subject_id', '=', subjectId)
  // An id begins with its time, to the millisecond.
  if (since !== undefined) query = query.where('event.id', '>=', idAt(since.getTime(), '0'))
  if (until !== undefined) query = query.where('event.id', '<', idAt(until.getTime(), '0'))
  const rows = await query.execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    auditEvents: page.map(presentAuditEvent),
    nextCursor: rows.length > limit && last ? makeCursor(scope, last.id) : null,
  }
}

function presentAuditEvent(row: AuditEventRow & { key_name: string | null }): AuditEvent {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor, name: row.key_name },
    action: row.action,
    subject: { type: row.subject_type, id: row.subject_id },
    address: row.address,
    requestId: row.request_id,
    details: row.details,
  }
}
