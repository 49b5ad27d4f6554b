import type { LeadRow } from '@intake/database/tables'
import type { TouchedValue } from '../checklist/apply-items.ts'
import type { ChecklistTemplate } from '../checklist/template.ts'
import type { TaggedLead } from '../lead/read-leads.ts'
import type { WebhookSubscription } from '../webhooks/new-deliveries.ts'
import type { CreatedAnswer } from './created-answer.ts'

/** The columns that a call settles; times come from the database, the rest is empty on a new lead. */
export type NewLeadFields = Pick<
  LeadRow,
  | 'workspace_id'
  | 'id'
  | 'first_name'
  | 'middle_name'
  | 'last_name'
  | 'business_name'
  | 'email'
  | 'email_key'
  | 'phone_raw'
  | 'phone_e164'
  | 'external_lead_id'
  | 'timezone'
  | 'timezone_source'
  | 'assignee_type'
  | 'source'
  | 'is_test'
> & { did_opt_out: boolean; email_verified: boolean }

/** A validated, normalised lead on its way to the database. */
export interface NewLead {
  fields: NewLeadFields
  template: ChecklistTemplate
  values: TouchedValue[]
  tags: string[]
  /** Its timeline entry; `inputJson` is what that keeps of the call, as JSON. */
  actionLog: { id: string; inputJson: string }
  requestId: string
  /** Who is to be told of it. */
  webhooks: readonly WebhookSubscription[]
  /** The W3C traceparent of the request, where it has one. */
  traceparent?: string | undefined
  idempotency: IdempotencyClaim | null
  /** The leads that it was found to match, newest first; without them it is looked up. */
  matches?: readonly TaggedLead[] | undefined
  /** Makes the answer's body, before the write. */
  toBody(answer: CreatedAnswer): string
}

export interface IdempotencyClaim {
  route: string
  key: string
  /** SHA-256 of the request's canonical body. */
  fingerprint: Buffer
  /** How long the answer is kept, seconds. */
  keepSeconds: number
}

/** A lead as it is written, with all that its answer needs. */
export interface WrittenLead extends TaggedLead {
  matches: readonly TaggedLead[]
}

/** The row as the write statement makes it. */
export function writtenRow(fields: NewLeadFields, at: Date): LeadRow {
  // Member by member: taking two out of a copy of the rest costs ten times as much.
  return {
    workspace_id: fields.workspace_id,
    id: fields.id,
    first_name: fields.first_name,
    middle_name: fields.middle_name,
    last_name: fields.last_name,
    business_name: fields.business_name,
    email: fields.email,
    email_key: fields.email_key,
    phone_raw: fields.phone_raw,
    phone_e164: fields.phone_e164,
    external_lead_id: fields.external_lead_id,
    timezone: fields.timezone,
    timezone_source: fields.timezone_source,
    assignee_type: fields.assignee_type,
    source: fields.source,
    is_test: fields.is_test,
    activity_summary: null,
    external_portal_link: null,
    website: null,
    timezone_confidence: null,
    timezone_inference: null,
    status_set: null,
    phone_verified_at: null,
    submitted_at: null,
    enriched_at: null,
    deleted_at: null,
    opt_out_at: fields.did_opt_out ? at : null,
    email_verified_at: fields.email_verified ? at : null,
    created_at: at,
    updated_at: at,
  }
}
