import type { ConsentInput } from '@intake/contracts/consent'
import type { WriteResult } from '@intake/contracts/duplicate-policy'
import type { LeadRow } from '@intake/database/tables'
import type { TouchedValue } from '../checklist/apply-items.ts'
import type { ChecklistTemplate } from '../checklist/template.ts'
import type { IdempotencyClaim } from '../idempotency/stored-answer.ts'
import type { NewSubmission } from '../sources/new-submission.ts'
import type { Oddity } from '../warnings/lead-warnings.ts'
import type { WebhookSubscription } from '../webhooks/new-deliveries.ts'
import type { AnswerForm } from '../workspace/sight.ts'
import { sinceColumns } from './lead-fields.ts'

/** A validated, normalised lead on its way to the database, with what its answer needs. */
export interface NewLead {
  /** Its row, as yet undated: the batch that writes it knows the time. */
  row: LeadRow
  template: ChecklistTemplate
  values: TouchedValue[]
  /** As given; the workspace may spell them otherwise. */
  tags: string[]
  /** Names of its custom fields that lists may ask for. */
  searchable: readonly string[]
  /** What is odd about what the call gave. */
  oddities: readonly Oddity[]
  /** Its timeline entry; `inputJson` is what that keeps of the call, as JSON. */
  actionLog: { id: string; inputJson: string }
  requestId: string
  /** The W3C traceparent of the request, where it has one. */
  traceparent: string | undefined
  /** Who is to be told of it. */
  webhooks: readonly WebhookSubscription[]
  idempotency: IdempotencyClaim | null
  /** What it came in as, where that is kept. */
  submission?: NewSubmission | undefined
  /** What it agreed to or took back. */
  consents: readonly ConsentInput[]
  /** What suppressions of its number and address are looked up by. */
  suppressionKeys: readonly string[]
  form: AnswerForm
  /** Stated in the answer, where the call asked what became of the lead, and in the blind form. */
  result: WriteResult | undefined
}

/** What became of a lead that was submitted. */
export type WriteOutcome =
  | {
      kind: 'written'
      leadId: string
      body: string
      result: WriteResult
      /** The workspace had a lead with the same phone or e-mail. */
      matched: boolean
    }
  /** Under its external id there is a lead, in a workspace where that is one: nothing was stored. */
  | { kind: 'existing'; leadId: string }
  /** Its idempotency key is taken, or its template is no longer in force: nothing was stored. */
  | { kind: 'not-written' }

/**
 * Stands for the time of the write until that is known: the statement puts it in its place. In a year that no sender means, and in a
 * millisecond that none can guess.
 */
export const undated = new Date(-60_000_000_000_000 - Math.floor(Math.random() * 1e12))

/** Gives a row the time of the write that makes it. */
export function dateRow(row: LeadRow, at: Date): LeadRow {
  const columns = row as unknown as Record<string, unknown>
  for (const column of sinceColumns) if (row[column] !== null) columns[column] = at
  row.created_at = at
  row.updated_at = at
  return row
}
