import { type FieldError, invalidRequest } from '@intake/contracts/app-error'
import type { UpdateLeadRequest } from '@intake/contracts/update-lead'
import type { LeadRow } from '@intake/database/tables'
import { changedFields, checkFields, type FieldContext, setFields } from '../create/lead-fields.ts'

export interface ChangedLead {
  /** The row as it is to be. */
  lead: LeadRow
  /** What the call changed, as the timeline keeps it; null where it cleared a field. */
  changed: Record<string, unknown>
}

/**
 * The row that an update makes of a lead's fields. Pure. A verification goes with what was verified. Throws `invalid_request` for an unknown
 * zone, or a status that contradicts the opt-out.
 */
export function changeLead(before: LeadRow, request: UpdateLeadRequest, context: FieldContext): ChangedLead {
  checkFields(request)
  const errors = checkStatus(before, request)
  if (errors.length > 0) throw invalidRequest(errors)
  const { status } = request
  const lead: LeadRow = { ...before, updated_at: context.at }
  setFields(lead, status === 'OPTED_OUT' ? { ...request, didOptOut: true } : request, context)
  if (status !== undefined && status !== 'OPTED_OUT') lead.status_set = status
  return { lead, changed: { ...changedFields(before, lead, request), ...(status ? { status } : {}) } }
}

function checkStatus(before: LeadRow, { status, didOptOut }: UpdateLeadRequest): FieldError[] {
  const conflict = (pointer: string, message: string) => [{ pointer, code: 'status_conflict', message }]
  if (status === undefined) return []
  if (status === 'OPTED_OUT')
    return didOptOut === undefined || didOptOut
      ? []
      : conflict('/didOptOut', 'must agree with status OPTED_OUT')
  if (didOptOut) return conflict('/didOptOut', `must agree with status ${status}`)
  if (didOptOut === undefined && before.opt_out_at)
    return conflict('/status', 'the lead has opted out; send didOptOut false with another status')
  return []
}
