import type { ChecklistItemRow, LeadRow } from './tables.ts'

/**
 * All columns of a lead, for statements that are kept prepared: `select *` stops working on a connection that prepared it before a migration
 * added a column.
 */
export const leadColumns = namesOf<LeadRow>({
  workspace_id: true,
  id: true,
  first_name: true,
  middle_name: true,
  last_name: true,
  business_name: true,
  email: true,
  email_key: true,
  phone_raw: true,
  phone_e164: true,
  external_lead_id: true,
  external_portal_link: true,
  website: true,
  timezone: true,
  timezone_source: true,
  timezone_confidence: true,
  timezone_inference: true,
  assignee_type: true,
  status_set: true,
  source: true,
  is_test: true,
  activity_summary: true,
  opt_out_at: true,
  email_verified_at: true,
  phone_verified_at: true,
  submitted_at: true,
  enriched_at: true,
  created_at: true,
  updated_at: true,
  deleted_at: true,
})

/** The same of a checklist item. */
export const checklistItemColumns = namesOf<ChecklistItemRow>({
  workspace_id: true,
  id: true,
  group_id: true,
  lead_id: true,
  code: true,
  label: true,
  field_type: true,
  is_required: true,
  conditions: true,
  validation_rules: true,
  agent_instructions: true,
  client_instructions: true,
  config: true,
  position: true,
  retired_at: true,
  created_at: true,
})

/** Takes every column by name, so that none can be forgotten. */
function namesOf<Row>(columns: Record<keyof Row, true>): (keyof Row & string)[] {
  return Object.keys(columns) as (keyof Row & string)[]
}
