import type { Submission, SubmissionStatus } from '@intake/contracts/sources'

/** What came in, on its way to the database. */
export interface NewSubmission {
  id: string
  sourceId: string
  /** The sender's own id. */
  externalId: string | null
  receivedAt: Date
  /** Once its lead is written. */
  status: Extract<SubmissionStatus, 'ACCEPTED' | 'TEST'>
  contentType: string | null
  headers: Readonly<Record<string, string>>
  /** As it came, encrypted where there is a key; null where none is kept. */
  body: Buffer | null
  ip: string | null
  userAgent: string | null
  /** What is odd about it. */
  errors: Submission['errors']
}

/** Where a call of the API came from, and what it sent. */
export interface ApiCall {
  body: Buffer
  ip: string | null
  userAgent: string | null
}

/** The write statement's parameters. */
export interface SubmissionsInput {
  /** JSON. */
  rows: string
  /** All bodies, one after the other: as parameters of their own they would be quoted once more. */
  bodies: Buffer
}

/** What the leads of a batch came in as; undefined where none says it. */
export function submissionsInput(
  batch: readonly { submission?: NewSubmission | undefined }[],
): SubmissionsInput | undefined {
  const rows: object[] = []
  const bodies: Buffer[] = []
  let end = 0
  for (const [ord, { submission }] of batch.entries()) {
    if (!submission) continue
    const { body } = submission
    const place = body ? { start: end + 1, length: body.length } : {}
    if (body) {
      bodies.push(body)
      end += body.length
    }
    rows.push({ ord, ...place, ...columnsOf(submission) })
  }
  return rows.length > 0 ? { rows: JSON.stringify(rows), bodies: Buffer.concat(bodies) } : undefined
}

function columnsOf(submission: NewSubmission): Record<string, unknown> {
  const { headers, errors } = submission
  return {
    id: submission.id,
    source_id: submission.sourceId,
    external_id: submission.externalId,
    received_at: submission.receivedAt,
    content_type: submission.contentType,
    ...(Object.keys(headers).length > 0 && { headers }),
    ip: submission.ip,
    user_agent: submission.userAgent,
    status: submission.status,
    ...(errors.length > 0 && { errors }),
  }
}

/**
 * SQL of the write statement's part: what each accepted lead came in as. One that waited, quarantined or to be fetched, has its row already.
 */
export const submissionsText = (rows: string, bodies: string, accepted: string) => `, new_submissions as (
  insert into submissions (workspace_id, id, source_id, external_id, received_at, content_type, headers, body, ip, user_agent, status, errors, lead_id, is_test)
  select a.workspace_id, g.id, g.source_id, g.external_id, g.received_at, g.content_type, g.headers,
    case when g.length is not null then substring(${bodies}::bytea from g.start for g.length) end,
    g.ip, g.user_agent, g.status, g.errors, a.id, g.status = 'TEST'
  from jsonb_to_recordset(${rows}::jsonb) as g (ord int, start int, length int, id uuid, source_id uuid, external_id text,
    received_at timestamptz, content_type text, headers jsonb, ip text, user_agent text, status text, errors jsonb)
  join ${accepted} a using (ord)
  on conflict (workspace_id, id) do update set status = excluded.status, code = null, errors = excluded.errors, lead_id = excluded.lead_id,
    is_test = excluded.is_test, body = excluded.body, content_type = excluded.content_type, next_attempt_at = null
)`
