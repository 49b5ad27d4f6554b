import type { CreateLeadRequest } from '@intake/contracts/create-lead'
import type { LeadRow } from '@intake/database/tables'
import { makerOf } from '../audit/actor.ts'
import { applyItems, type TouchedValue } from '../checklist/apply-items.ts'
import { boundChecklist } from '../checklist/bound-checklist.ts'
import { newValues } from '../checklist/change-values.ts'
import { newId } from '../ids/new-id.ts'
import { searchableNames } from '../searching/searchables.ts'
import { tagOf } from '../tags/tags.ts'
import { leadOddities } from '../warnings/lead-warnings.ts'
import type { Caller } from '../workspace/caller.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { checkFields, fieldColumns, setFields, statedFieldsOf } from './lead-fields.ts'
import { type NewLead, undated } from './new-lead.ts'

export type PreparedLead = Pick<
  NewLead,
  'row' | 'template' | 'values' | 'tags' | 'searchable' | 'oddities' | 'actionLog' | 'webhooks'
>

/**
 * Turns a validated request into what is written: normalised phone and e-mail, settled checklist values, the timeline
 * entry. Pure but for the new ids. Throws `invalid_request` for an unknown zone or checklist code, and
 * for values that are too large.
 */
export function prepareLead(
  request: CreateLeadRequest,
  caller: Caller,
  workspace: WorkspaceConfiguration,
  requestId: string,
  {
    leadId = newId(),
    dropped = [],
  }: { leadId?: string | undefined; dropped?: readonly string[] | undefined } = {},
): PreparedLead {
  checkFields(request)
  const values = applyItems(request.checklistItems ?? [], workspace.template.itemByCode, {
    defaultRegion: workspace.defaultRegion,
    today: utcToday,
  })
  const tags = request.tags ?? []
  const row: LeadRow = { ...emptyRow, workspace_id: caller.workspaceId, id: leadId, is_test: caller.isTest }
  const { defaultRegion, placeholders } = workspace
  setFields(row, request, { defaultRegion, placeholders, at: undated })
  row.checklist = newValues(values)
  if (row.checklist) boundChecklist([row.checklist], '/checklistItems')
  if (tags.length > 0) row.tag_ids = tags.map((name) => tagOf(caller.workspaceId, name).id)
  return {
    row,
    template: workspace.template,
    values,
    tags,
    searchable: searchableNames(row.custom, workspace.searchableFields),
    oddities: leadOddities(row, values, { defaultRegion, dropped }),
    webhooks: workspace.webhooks,
    actionLog: {
      id: newId(),
      inputJson: inputJson({ requestId, ...makerOf(caller) }, statedIn(row, request), tags, values),
    },
  }
}

/** A lead of which nothing is known. */
const emptyRow = {
  ...Object.fromEntries(fieldColumns.map((column) => [column, null])),
  workspace_id: '',
  id: '',
  assignee_type: 'AI_AGENT',
  source: 'api',
  phone_verified_at: null,
  status_set: null,
  is_test: false,
  checklist: null,
  tag_ids: null,
  created_at: undated,
  updated_at: undated,
  deleted_at: null,
} as unknown as LeadRow

function utcToday(): string {
  return new Date().toISOString().slice(0, 10)
}

function statedIn(row: LeadRow, request: CreateLeadRequest): Record<string, unknown> {
  const stated = statedFieldsOf(row, request)
  return request.fullName === undefined ? stated : { ...stated, fullName: request.fullName }
}

/** What the timeline keeps of the call: the fields it gave, as they were stored. */
function inputJson(
  call: { requestId: string; keyId?: string; sourceId?: string },
  lead: Record<string, unknown>,
  tags: readonly string[],
  values: readonly TouchedValue[],
): string {
  const checklistItems = values.map(({ item, value, status }) => ({
    code: item.code,
    value: value ?? null,
    status,
  }))
  return JSON.stringify({ ...call, lead, tags, checklistItems })
}
