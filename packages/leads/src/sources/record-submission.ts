import type { Submission, SubmissionStatus } from '@intake/contracts/sources'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import type { NewSubmission } from './new-submission.ts'
import { isOpen, waiting } from './stored-submission.ts'

export interface SubmissionEnd {
  /** What the submission itself says unless given. */
  status?: SubmissionStatus
  code?: string | null
  errors?: Submission['errors']
  leadId?: string | null
  /** When it is to be fetched. */
  nextAttemptAt?: Date | null
  /** By these it is found when the person is erased, where it has no lead. */
  contactKeys?: readonly string[]
}

/**
 * Writes what became of a submission, in the caller's transaction if it has one. What waits is there once, however often it is sent: answers
 * the id of the one that is there, and whether its status is news.
 */
export async function recordSubmission(
  db: Db,
  workspaceId: string,
  submission: NewSubmission,
  {
    status = submission.status,
    code = null,
    errors = submission.errors,
    leadId = null,
    nextAttemptAt = null,
    contactKeys = [],
  }: SubmissionEnd,
): Promise<{ id: string; isNews: boolean }> {
  const end = {
    status,
    code,
    errors: errors.length > 0 ? JSON.stringify(errors) : null,
    lead_id: leadId,
    is_test: submission.status === 'TEST',
    body: submission.body,
    content_type: submission.contentType,
    next_attempt_at: nextAttemptAt,
    contact_keys: contactKeys.length > 0 && leadId === null ? [...contactKeys] : null,
  }
  const before = await db
    .selectFrom('submissions')
    .select('status')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', submission.id)
    .forUpdate()
    .executeTakeFirst()
  // Whoever took it in meanwhile has had the last word.
  if (before && !waiting.includes(before.status)) return { id: submission.id, isNews: false }
  if (before) {
    await db
      .updateTable('submissions')
      .set(end)
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', submission.id)
      .where('status', 'in', waiting)
      .execute()
    return { id: submission.id, isNews: before.status !== status }
  }
  const made = await db
    .insertInto('submissions')
    .values({
      workspace_id: workspaceId,
      id: submission.id,
      source_id: submission.sourceId,
      external_id: submission.externalId,
      received_at: submission.receivedAt,
      headers: JSON.stringify(submission.headers),
      ip: submission.ip,
      user_agent: submission.userAgent,
      ...end,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made) return { id: made.id, isNews: true }
  const there = await db
    .selectFrom('submissions')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('source_id', '=', submission.sourceId)
    .where(sql<boolean>`md5(external_id) = md5(${submission.externalId})`)
    .where(isOpen)
    .executeTakeFirst()
  return { id: there?.id ?? submission.id, isNews: false }
}
