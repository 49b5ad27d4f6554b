import { type FieldError, invalidRequest } from '@intake/contracts/app-error'
import type { UpdateLeadRequest } from '@intake/contracts/update-lead'
import type { LeadRow } from '@intake/database/tables'
import { isTimezone } from '@intake/phone/local-time'
import { parsePhone } from '@intake/phone/parse-phone'

export interface ChangedLead {
  /** The row as it is to be. */
  lead: LeadRow
  /** What the call changed, as the timeline keeps it; null where it cleared a field. */
  changed: Record<string, unknown>
}

/**
 * The row that an update makes of a lead. Pure. An inferred zone goes with the phone it was inferred from, a verification
 * with what was verified. Throws `invalid_request` for an unknown zone, or a status that contradicts the opt-out.
 */
export function changeLead(
  before: LeadRow,
  request: UpdateLeadRequest,
  { defaultRegion, at }: { defaultRegion: string; at: Date },
): ChangedLead {
  const errors = [...checkTimezone(request), ...checkStatus(before, request)]
  if (errors.length > 0) throw invalidRequest(errors)
  const lead: LeadRow = {
    ...before,
    first_name: request.firstName ?? before.first_name,
    middle_name: given(request.middleName, before.middle_name),
    last_name: given(request.lastName, before.last_name),
    business_name: given(request.businessName, before.business_name),
    email: given(request.email, before.email),
    external_lead_id: given(request.externalLeadId, before.external_lead_id),
    assignee_type:
      request.assigneeType === null ? 'AI_AGENT' : (request.assigneeType ?? before.assignee_type),
    opt_out_at: optOutAt(before, request, at),
    status_set: statusSet(before, request),
    updated_at: at,
  }
  lead.email_key = lead.email?.toLowerCase() ?? null
  if (request.emailVerified === undefined ? lead.email_key !== before.email_key : !request.emailVerified)
    lead.email_verified_at = null
  else if (request.emailVerified && !(before.email_verified_at && lead.email_key === before.email_key))
    lead.email_verified_at = at
  if (request.phoneNumber !== undefined) {
    lead.phone_raw = request.phoneNumber
    lead.phone_e164 =
      request.phoneNumber === null ? null : parsePhone(request.phoneNumber, defaultRegion).e164
  }
  if (phoneOf(lead) !== phoneOf(before)) lead.phone_verified_at = null
  setTimezone(lead, before, request.timezone)
  return { lead, changed: changes(before, lead, request) }
}

function given<Value>(value: Value | null | undefined, before: Value | null): Value | null {
  return value === undefined ? before : value
}

function phoneOf(lead: LeadRow): string | null {
  return lead.phone_e164 ?? lead.phone_raw
}

function checkTimezone({ timezone }: UpdateLeadRequest): FieldError[] {
  if (timezone === undefined || timezone === null || isTimezone(timezone)) return []
  const message = 'must be an IANA time zone name such as America/New_York'
  return [{ pointer: '/timezone', code: 'invalid_timezone', message }]
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

function optOutAt(before: LeadRow, { status, didOptOut }: UpdateLeadRequest, at: Date): Date | null {
  if (didOptOut || status === 'OPTED_OUT') return before.opt_out_at ?? at
  return didOptOut === undefined ? before.opt_out_at : null
}

function statusSet(before: LeadRow, { status }: UpdateLeadRequest): LeadRow['status_set'] {
  return status === undefined || status === 'OPTED_OUT' ? before.status_set : status
}

function setTimezone(lead: LeadRow, before: LeadRow, timezone: string | null | undefined): void {
  const provided = timezone === undefined ? before.timezone_source === 'provided' : timezone !== null
  if (timezone === undefined && (provided || phoneOf(lead) === phoneOf(before))) return
  lead.timezone = timezone ?? null
  lead.timezone_source = provided ? 'provided' : null
  lead.timezone_confidence = null
  lead.timezone_inference = null
}

function changes(before: LeadRow, after: LeadRow, request: UpdateLeadRequest): Record<string, unknown> {
  const [old, now] = [fieldsOf(before), fieldsOf(after)]
  const changed = Object.entries(now).filter(
    ([name, value]) => Reflect.get(request, name) !== undefined && value !== Reflect.get(old, name),
  )
  return { ...Object.fromEntries(changed), ...(request.status ? { status: request.status } : {}) }
}

/** A lead's fields as the timeline and events name them. */
export function fieldsOf(lead: LeadRow) {
  return {
    firstName: lead.first_name,
    middleName: lead.middle_name,
    lastName: lead.last_name,
    businessName: lead.business_name,
    email: lead.email,
    phoneNumber: phoneOf(lead),
    externalLeadId: lead.external_lead_id,
    timezone: lead.timezone,
    assigneeType: lead.assignee_type,
    didOptOut: lead.opt_out_at !== null,
    emailVerified: lead.email_verified_at !== null,
  }
}
