import { type LeadFieldColumns, leadFieldEntries } from '@intake/contracts/lead-fields'
import type { ChecklistItemRow, LeadRow } from './tables.ts'

/**
 * All columns of a lead, for statements that are kept prepared: `select *` stops working on a connection that prepared it before a migration
 * added a column.
 */
export const leadColumns = [
  ...leadFieldEntries.map(([, { column }]) => column),
  ...namesOf<Omit<LeadRow, keyof LeadFieldColumns>>({
    workspace_id: true,
    id: true,
    created_at: true,
    updated_at: true,
    deleted_at: true,
    phone_verified_at: true,
    phone_e164: true,
    phone_extension: true,
    phone_key: true,
    email_key: true,
    status_set: true,
    is_test: true,
    checklist: true,
    tag_ids: true,
  }),
] as (keyof LeadRow & string)[]

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
