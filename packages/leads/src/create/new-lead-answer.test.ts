import type { Condition } from '@intake/contracts/checklist'
import { CreateLeadRequest } from '@intake/contracts/create-lead'
import type { Suppressed } from '@intake/contracts/opt-out-channels'
import type { ChecklistItemRow } from '@intake/database/tables'
import fc from 'fast-check'
import { v7 as uuidV7 } from 'uuid'
import { expect, test } from 'vitest'
import { leadChecklist } from '../checklist/lead-checklist.ts'
import { buildTemplate, type ChecklistGroupRow } from '../checklist/template.ts'
import { noDocuments } from '../documents/read-documents.ts'
import { presentLead } from '../lead/present-lead.ts'
import type { Caller } from '../workspace/caller.ts'
import { type AnswerForm, inForm } from '../workspace/sight.ts'
import { dateRow } from './new-lead.ts'
import { newLeadBody, warningsOf } from './new-lead-answer.ts'
import { prepareLead } from './prepare-lead.ts'

const workspaceId = uuidV7()
const caller: Caller = {
  workspaceId,
  keyId: uuidV7(),
  isTest: false,
  scopes: ['leads:write'],
  rateLimit: null,
}
const at = new Date('2026-11-24T05:00:00.123Z')

function group(name: string, conditions: Condition | null = null): ChecklistGroupRow {
  return {
    workspace_id: workspaceId,
    id: uuidV7(),
    name,
    conditions,
    position: 0,
    retired_at: null,
  } as ChecklistGroupRow
}

function item(
  inGroup: ChecklistGroupRow,
  code: string,
  more: Partial<ChecklistItemRow> = {},
): ChecklistItemRow {
  return {
    workspace_id: workspaceId,
    id: uuidV7(),
    group_id: inGroup.id,
    code,
    label: `"${code}" \\ ü`,
    field_type: 'TEXT',
    is_required: false,
    conditions: null,
    validation_rules: null,
    agent_instructions: null,
    client_instructions: null,
    config: null,
    ...more,
  } as ChecklistItemRow
}

const business = group('Business')
const llc = group('"LLC"', { item: 'kind', equals: 'LLC' })
const empty = group('Empty')
const items = (kindRequired: boolean) => [
  item(business, 'kind', { is_required: kindRequired }),
  item(business, 'size', { conditions: { item: 'kind', exists: true }, is_required: true }),
  item(llc, 'agreement', { is_required: true, field_type: 'FILE' }),
]
const templates = {
  'a required item': buildTemplate(1, [business, empty, llc], items(true)),
  'conditions only': buildTemplate(2, [business, empty, llc], items(false)),
  'no items': buildTemplate(3, [], []),
}

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter((given) => given.trim() !== '')
const requests = fc.record(
  {
    firstName: text,
    lastName: fc.option(text),
    businessName: text,
    email: fc.constantFrom('a"b@example.com', 'ä@example.com'),
    phoneNumber: fc.constantFrom('404 555 0142', 'none', '\u2028'),
    didOptOut: fc.boolean(),
    emailVerified: fc.boolean(),
    timezone: fc.constant('America/New_York'),
    tags: fc.array(text, { maxLength: 3 }),
    kind: fc.constantFrom('LLC', 'Corporation', null, ''),
    status: fc.constantFrom('COMPLETED', 'SKIPPED', 'NEEDS_REVIEW', 'TODO'),
  },
  { requiredKeys: ['firstName'] },
)

const holding: (Suppressed | null)[] = [
  null,
  { channels: ['sms'], reason: 'a "reason"', since: '2026-01-02T03:04:05.678Z' },
  { channels: ['any'], reason: 'opt_out', since: '2099-01-02T03:04:05.678Z' },
]

test.each(Object.entries(templates))('the text of the one serializer, byte for byte: %s', (_, template) => {
  const codes = [...template.itemByCode.keys()]
  fc.assert(
    fc.property(requests, fc.subarray(codes), fc.constantFrom(...holding), (request, touched, suppressed) => {
      const { kind, status, ...given } = request
      const checklistItems = touched.map((code) => ({ code, value: code === 'kind' ? kind : 'x', status }))
      const parsed = CreateLeadRequest.safeParse({ ...given, checklistItems })
      fc.pre(parsed.success)
      const workspace = {
        id: workspaceId,
        defaultRegion: 'US',
        callingHours: { from: '08:00', to: '21:00' },
        duplicatePolicy: 'flag' as const,
        placeholders: new Set<string>(),
        searchableFields: [],
        searchableReady: [],
        unknownFields: 'keep' as const,
        uniqueExternalIds: false,
        isSearchedByName: false,
        webhooks: [],
        template,
      }
      const prepared = prepareLead(parsed.data as CreateLeadRequest, caller, workspace, 'request "1"')
      const read = { tags: ['VIP'], zone: null, activity: null, consent: null, suppressed }
      const lead = dateRow(prepared.row, at)
      const earlier = { ...read, lead: { ...lead, id: uuidV7() } }
      const answer = presentLead({
        ...read,
        lead,
        tags: prepared.tags,
        matches: [earlier],
        checklist: leadChecklist(lead.id, template, [], lead.checklist),
        documents: noDocuments,
        actionLogs: [
          {
            id: prepared.actionLog.id,
            type: 'API_ACTIVITY',
            status: 'COMPLETED',
            summary: 'Lead created',
            input: JSON.parse(prepared.actionLog.inputJson),
            output: null,
            error: null,
            parentActionId: null,
            scheduledAt: null,
            createdAt: at.toISOString(),
            completedAt: at.toISOString(),
            tool: null,
            messages: [],
            documents: [],
          },
        ],
        lastAction: null,
        nextFollowUp: null,
        nextDraft: null,
      })
      const rest = {
        requestId: 'r',
        traceparent: undefined,
        idempotency: null,
        consents: [],
        suppressionKeys: [],
      }
      const made = (form: AnswerForm) =>
        newLeadBody({
          newLead: { ...prepared, ...rest, form, result: 'created' },
          tags: prepared.tags,
          suppressed,
          consent: null,
          matches: form === 'full' ? [earlier] : [],
          matched: 1,
        })
      const whole = { success: true, result: 'created', ...answer, warnings: warningsOf(prepared.oddities) }
      expect(made('full')).toBe(JSON.stringify(whole))
      for (const form of ['minimal', 'blind'] as const)
        expect(made(form)).toBe(JSON.stringify(inForm(whole, { form })))
    }),
    { numRuns: 300 },
  )
})
