import type { ListSubmissionsAnswer, ListSubmissionsQuery, Submission } from '@intake/contracts/sources'
import type { SubmissionRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { makeCursor, readCursor } from '../ids/cursor.ts'
import type { Caller } from '../workspace/caller.ts'
import type { SourceContext } from './manage-sources.ts'

const defaultLimit = 50

const columns = [
  'id',
  'source_id',
  'external_id',
  'received_at',
  'content_type',
  'status',
  'code',
  'errors',
  'lead_id',
  'is_test',
  'attempts',
  'next_attempt_at',
] as const

/** What came in, newest first, without bodies. Throws `invalid_request` for a bad cursor. */
export async function listSubmissions(
  { db, workspaceId }: SourceContext,
  caller: Pick<Caller, 'isTest'>,
  { limit = defaultLimit, cursor, status, source, leadId }: ListSubmissionsQuery,
): Promise<ListSubmissionsAnswer> {
  const scope = [workspaceId, 'submissions', caller.isTest, status ?? null, source ?? null, leadId ?? null]
  let query = db
    .selectFrom('submissions')
    .select(columns)
    .select(sql<boolean>`body is not null`.as('has_body'))
    .where('workspace_id', '=', workspaceId)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('id', '<', readCursor(scope, cursor))
  if (caller.isTest) query = query.where('is_test', '=', true)
  if (status) query = query.where('status', '=', status)
  if (source) query = query.where('source_id', '=', source.toLowerCase())
  if (leadId) query = query.where('lead_id', '=', leadId.toLowerCase())
  const rows = await query.execute()
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    submissions: page.map(presentSubmission),
    nextCursor: rows.length > limit && last ? makeCursor(scope, last.id) : null,
  }
}

type Presentable = Pick<SubmissionRow, (typeof columns)[number]> & { has_body: boolean }

export function presentSubmission(row: Presentable): Submission {
  return {
    id: row.id,
    sourceId: row.source_id,
    externalId: row.external_id,
    status: row.status,
    code: row.code,
    errors: row.errors ?? [],
    leadId: row.lead_id,
    isTest: row.is_test,
    hasBody: row.has_body,
    contentType: row.content_type,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at?.toISOString() ?? null,
    receivedAt: row.received_at.toISOString(),
  }
}
