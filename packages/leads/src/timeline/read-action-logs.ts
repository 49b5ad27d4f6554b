import { AppError } from '@intake/contracts/app-error'
import type { ActionLog } from '@intake/contracts/lead-answer'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import type { LeadDocuments } from '../documents/read-documents.ts'
import { maxBytesOf, maxListed } from '../lead/cut-list.ts'
import { isOfLead, type LeadKey } from '../lead/merged-leads.ts'
import { type ActivityFacts, factsText } from './activity-facts.ts'
import { describeActivity } from './describe-activity.ts'
import { presentMatches, readMatchNames } from './match-note.ts'

export const maxLogs = maxListed

/** A part of a lead's timeline. */
export interface Timeline {
  /** Newest first. */
  actionLogs: ActionLog[]
  /** There are older ones. */
  isMore: boolean
}

/** Newest first, older than the entry `before`: at most `limit` (100) and 2 MB, one at least. */
export async function readActionLogs(
  db: Db,
  key: LeadKey,
  documents: LeadDocuments,
  { before, limit = maxLogs }: { before?: string | undefined; limit?: number } = {},
): Promise<Timeline> {
  const { ids, isMore } = await findNewest(db, key, { before, limit })
  if (ids.length === 0) return { actionLogs: [], isMore: false }
  const rows = await logs(db, key).where('log.id', 'in', ids).orderBy('log.id', 'desc').execute()
  return { actionLogs: await withMessages(db, key, documents, rows), isMore }
}

/** Which entries fit: they are measured where they are stored, so that no more than an answer shows is ever read. */
async function findNewest(
  db: Db,
  key: LeadKey,
  { before, limit }: { before: string | undefined; limit: number },
): Promise<{ ids: string[]; isMore: boolean }> {
  const { rows } = await sql<{ id: string; bytes: string }>`
    select log.id, coalesce(octet_length(log.input::text), 0) + coalesce(octet_length(log.output::text), 0)
      + coalesce((select sum(coalesce(octet_length(m.body), 0) + coalesce(octet_length(m.subject), 0)) from messages m
         where m.workspace_id = log.workspace_id and m.lead_id = log.lead_id and m.action_log_id = log.id), 0) as bytes
    from action_logs log where log.workspace_id = ${key.workspaceId} and ${isOfLead('log.lead_id', key)}
      and (${before ?? null}::uuid is null or log.id < ${before ?? null}::uuid)
    order by log.id desc limit ${limit + 1}`.execute(db)
  let bytes = 0
  const end = rows.findIndex((row, place) => {
    bytes += Number(row.bytes)
    return place >= limit || (place > 0 && bytes > maxBytesOf.actionLogs)
  })
  const kept = end === -1 ? rows : rows.slice(0, end)
  return { ids: kept.map(({ id }) => id), isMore: kept.length < rows.length }
}

/** One entry of a lead's timeline. Throws `not_found`. */
export async function readActionLog(
  db: Db,
  key: LeadKey,
  documents: LeadDocuments,
  id: string,
): Promise<ActionLog> {
  const [log] = await withMessages(db, key, documents, await logs(db, key).where('log.id', '=', id).execute())
  if (!log) throw new AppError('not_found', 'There is no such action log.')
  return log
}

/** The newest completed outbound message or follow-up with the tool calls under it. */
export async function readLastAction(db: Db, key: LeadKey, documents: LeadDocuments) {
  const row = await logs(db, key)
    .where('log.type', 'in', ['MESSAGE', 'FOLLOW_UP_MESSAGE'])
    .where('log.status', '=', 'COMPLETED')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('messages')
          .select('messages.id')
          .whereRef('messages.workspace_id', '=', 'log.workspace_id')
          .whereRef('messages.lead_id', '=', 'log.lead_id')
          .whereRef('messages.action_log_id', '=', 'log.id')
          .where('messages.direction', '=', 'OUTBOUND'),
      ),
    )
    .orderBy('log.id', 'desc')
    .executeTakeFirst()
  if (!row) return null
  const children = await logs(db, key)
    .where('log.parent_action_id', '=', row.id)
    .where('log.type', '=', 'TOOL_CALL')
    .orderBy('log.id')
    .limit(maxListed + 1)
    .execute()
  const [action, ...toolCalls] = await withMessages(db, key, documents, [row, ...children])
  return action ? { ...action, toolCalls } : null
}

/** The earliest follow-up that is still to be sent. */
export async function readNextFollowUp(
  db: Db,
  key: LeadKey,
  documents: LeadDocuments,
): Promise<ActionLog | null> {
  const rows = await logs(db, key)
    .where('log.type', '=', 'FOLLOW_UP_MESSAGE')
    .where('log.status', '=', 'PENDING')
    .orderBy('log.scheduled_at', (order) => order.asc().nullsLast())
    .orderBy('log.id')
    .limit(1)
    .execute()
  return (await withMessages(db, key, documents, rows))[0] ?? null
}

/** The earliest message that waits for approval. */
export async function readNextDraft(
  db: Db,
  key: LeadKey,
  documents: LeadDocuments,
): Promise<ActionLog | null> {
  const rows = await logs(db, key)
    .where('log.type', 'in', ['MESSAGE', 'FOLLOW_UP_MESSAGE'])
    .where('log.status', '=', 'AWAITING_APPROVAL')
    .orderBy('log.id')
    .limit(1)
    .execute()
  return (await withMessages(db, key, documents, rows))[0] ?? null
}

function logs(db: Db, key: LeadKey) {
  return db
    .selectFrom('action_logs as log')
    .leftJoin('tools', (join) =>
      join.onRef('tools.workspace_id', '=', 'log.workspace_id').onRef('tools.id', '=', 'log.tool_id'),
    )
    .selectAll('log')
    .select(['tools.name as tool_name', 'tools.description as tool_description', ownFacts.as('facts')])
    .where('log.workspace_id', '=', key.workspaceId)
    .where(isOfLead('log.lead_id', key))
}

/** What the jobs found for the entry; null for none. */
const ownFacts = sql<ActivityFacts | null>`
  (select ${sql.raw(factsText)} from activity_facts f join action_logs a
     on a.workspace_id = f.workspace_id and a.lead_id = f.lead_id and a.id = f.action_log_id
   where f.workspace_id = log.workspace_id and f.lead_id = log.lead_id and f.action_log_id = log.id)`

type LoggedRow = Awaited<ReturnType<ReturnType<typeof logs>['execute']>>[number]

async function withMessages(
  db: Db,
  key: LeadKey,
  documents: LeadDocuments,
  rows: LoggedRow[],
): Promise<ActionLog[]> {
  const talking = rows
    .filter((row) => row.type === 'MESSAGE' || row.type === 'FOLLOW_UP_MESSAGE')
    .map((row) => row.id)
  const messages =
    talking.length === 0
      ? []
      : await db
          .selectFrom('messages')
          .selectAll()
          .where('workspace_id', '=', key.workspaceId)
          .where(isOfLead('lead_id', key))
          .where('action_log_id', 'in', talking)
          .orderBy('id')
          .execute()
  const namesOf = await readMatchNames(db, key, rows)
  return rows.map((row) => ({
    id: row.id,
    type: row.type,
    status: row.status,
    input: row.input,
    ...(presentMatches(row, namesOf) ?? {
      summary: row.summary,
      output: row.facts ? describeActivity(row.facts) : row.output,
    }),
    error: row.error,
    parentActionId: row.parent_action_id,
    scheduledAt: row.scheduled_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    completedAt: row.completed_at?.toISOString() ?? null,
    tool:
      row.tool_id && row.tool_name
        ? { id: row.tool_id, name: row.tool_name, description: row.tool_description }
        : null,
    messages: messages
      .filter((message) => message.action_log_id === row.id)
      .map(({ id, channel, direction, subject, body }) => ({
        id,
        channel,
        direction,
        subject,
        body,
        documents: documents.ofMessage(id),
      })),
    documents: documents.ofLog(row.id),
  }))
}
