import type { SubmissionStatus } from '@intake/contracts/sources'
import type { SubmissionRow } from '@intake/database/tables'
import { sql } from 'kysely'
import type { Sealer } from '../sealing/sealer.ts'

/** Nothing has become of these yet: they may be looked at again. */
export const waiting: readonly SubmissionStatus[] = ['RECEIVED', 'QUARANTINED', 'REFUSED']

/** The code of one that a person looked at and that nothing is to become of. */
export const dismissed = 'dismissed'

/** What is there once, however often its sender sends it: what waits, and what was dismissed. */
export const isOpen = sql<boolean>`(status in ('RECEIVED', 'QUARANTINED') or (status = 'REFUSED' and code = ${sql.lit(dismissed)}))`

/** Where the bodies of submissions belong: sealed for one workspace, they open for no other. */
export const bodyContext = (workspaceId: string) => `submission:${workspaceId}`

/** The body of a stored submission; null where none is kept. Throws `UnknownSealError`. */
export function openBody(
  { body, workspace_id }: Pick<SubmissionRow, 'body' | 'workspace_id'>,
  sealer: Sealer,
): Buffer | null {
  return body && sealer.openBytes(body, bodyContext(workspace_id))
}

/** Where an entry came from, and when. */
export interface Arrival {
  receivedAt: Date
  contentType: string | null
  headers: Readonly<Record<string, string>>
  ip: string | null
  userAgent: string | null
  /** Of an entry that was kept before and is looked at again. */
  submissionId?: string
}

/** How a stored submission came in. */
export function arrivalOf(row: SubmissionRow): Arrival {
  return {
    receivedAt: row.received_at,
    contentType: row.content_type,
    headers: row.headers ?? {},
    ip: row.ip,
    userAgent: row.user_agent,
    submissionId: row.id,
  }
}
