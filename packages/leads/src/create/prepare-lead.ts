import { invalidRequest } from '@intake/contracts/app-error'
import type { CreateLeadRequest } from '@intake/contracts/create-lead'
import { isTimezone } from '@intake/phone/local-time'
import { phoneE164 } from '@intake/phone/phone-e164'
import { applyItems, type TouchedValue } from '../checklist/apply-items.ts'
import { newId } from '../ids/new-id.ts'
import type { Caller } from '../workspace/authenticate.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import type { NewLead, NewLeadFields } from './new-lead.ts'

export type PreparedLead = Pick<NewLead, 'fields' | 'template' | 'values' | 'tags' | 'actionLog' | 'webhooks'>

/**
 * Turns a validated request into what is written: normalised phone and e-mail, settled checklist values, the timeline
 * entry. Pure but for the new ids. Throws `invalid_request` for an unknown zone or checklist code.
 */
export function prepareLead(
  request: CreateLeadRequest,
  caller: Caller,
  workspace: WorkspaceConfiguration,
  requestId: string,
  leadId = newId(),
): PreparedLead {
  if (request.timezone !== undefined && !isTimezone(request.timezone))
    throw invalidRequest([
      {
        pointer: '/timezone',
        code: 'invalid_timezone',
        message: 'must be an IANA time zone name such as America/New_York',
      },
    ])
  const values = applyItems(request.checklistItems ?? [], workspace.template.itemByCode, {
    defaultRegion: workspace.defaultRegion,
    today: utcToday,
  })
  const tags = request.tags ?? []
  const fields = leadFields(request, caller, workspace, leadId)
  return {
    fields,
    template: workspace.template,
    values,
    tags,
    webhooks: workspace.webhooks,
    actionLog: {
      id: newId(),
      inputJson: JSON.stringify(activityInput(requestId, request, fields, values)),
    },
  }
}

function utcToday(): string {
  return new Date().toISOString().slice(0, 10)
}

function leadFields(
  request: CreateLeadRequest,
  caller: Caller,
  workspace: WorkspaceConfiguration,
  id: string,
): NewLeadFields {
  return {
    workspace_id: caller.workspaceId,
    id,
    first_name: request.firstName,
    middle_name: request.middleName ?? null,
    last_name: request.lastName ?? null,
    business_name: request.businessName ?? null,
    email: request.email ?? null,
    email_key: request.email?.toLowerCase() ?? null,
    phone_raw: request.phoneNumber ?? null,
    phone_e164:
      request.phoneNumber === undefined ? null : phoneE164(request.phoneNumber, workspace.defaultRegion),
    external_lead_id: request.externalLeadId ?? null,
    timezone: request.timezone ?? null,
    timezone_source: request.timezone === undefined ? null : 'provided',
    assignee_type: request.assigneeType ?? 'AI_AGENT',
    source: 'api',
    is_test: caller.isTest,
    did_opt_out: request.didOptOut ?? false,
    email_verified: request.emailVerified ?? false,
  }
}

/** What the timeline keeps of the call: the fields it gave, as they were stored. */
function activityInput(
  requestId: string,
  request: CreateLeadRequest,
  fields: NewLeadFields,
  values: readonly TouchedValue[],
) {
  return {
    requestId,
    // Members that weren't given are undefined, and no JSON has them.
    lead: {
      firstName: fields.first_name,
      middleName: fields.middle_name ?? undefined,
      lastName: fields.last_name ?? undefined,
      businessName: fields.business_name ?? undefined,
      email: fields.email ?? undefined,
      phoneNumber: fields.phone_e164 ?? fields.phone_raw ?? undefined,
      externalLeadId: fields.external_lead_id ?? undefined,
      timezone: fields.timezone ?? undefined,
      assigneeType: request.assigneeType,
      didOptOut: request.didOptOut,
      emailVerified: request.emailVerified,
    },
    tags: request.tags ?? [],
    checklistItems: values.map(({ item, value, status }) => ({
      code: item.code,
      value: value ?? null,
      status,
    })),
  }
}
