import type { LeadAnswer } from '@intake/contracts/lead-answer'
import { leadChecklist } from './checklist/lead-checklist.ts'
import type { WrittenLead } from './new-lead.ts'
import type { PreparedLead } from './prepare-lead.ts'
import { presentLead } from './present-lead.ts'

/** The answer of a create, made of what was just written: nothing is read back. */
export function presentNewLead(prepared: PreparedLead, written: WrittenLead): LeadAnswer {
  const at = written.lead.created_at.toISOString()
  const values = new Map(
    prepared.values.map(({ item, value, status, validationError }) => [
      item.id,
      {
        value: value ?? null,
        status,
        item_override: null,
        alternate_values: null,
        validation_error: validationError,
      },
    ]),
  )
  return presentLead({
    ...written,
    checklist: leadChecklist(written.lead.id, prepared.template, [], values),
    actionLogs: [
      {
        id: prepared.actionLog.id,
        type: 'API_ACTIVITY',
        status: 'COMPLETED',
        summary: 'Lead created',
        input: prepared.actionLog.input,
        output: null,
        error: null,
        parentActionId: null,
        scheduledAt: null,
        createdAt: at,
        completedAt: at,
        tool: null,
        messages: [],
        documents: [],
      },
    ],
    lastAction: null,
    nextFollowUp: null,
    nextDraft: null,
  })
}
