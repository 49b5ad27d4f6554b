import { z } from 'zod'
import { ChecklistItemStatus, FieldType, TemplateItem } from './checklist.ts'
import { ChecklistItemInput } from './create-lead.ts'

const item = TemplateItem.shape

/** Body of `POST /api/v1/leads/{id}/checklist-items`: an item for one lead alone. */
export const AddChecklistItemRequest = z
  .object({
    label: item.label,
    fieldType: item.fieldType,
    code: ChecklistItemInput.shape.code
      .nullish()
      .transform((code) => code ?? undefined)
      .describe('Made from the label when it isn’t given; no other item of the lead may have it.'),
    isRequired: z
      .boolean()
      .nullish()
      .transform((flag) => flag ?? true)
      .describe('Whether the lead is incomplete without it; true unless given.'),
    config: item.config,
    validationRules: item.validationRules,
    agentInstructions: item.agentInstructions,
    clientInstructions: item.clientInstructions,
  })
  .meta({ id: 'AddChecklistItemRequest', description: 'A checklist item for one lead alone.' })
export type AddChecklistItemRequest = z.infer<typeof AddChecklistItemRequest>

export const AddedChecklistItem = z
  .strictObject({
    id: z.uuid().describe('UUID of the item on this lead.'),
    leadId: z.uuid().describe('UUID of the lead.'),
    code: z.string().describe('What calls name the item by.'),
    label: z.string().describe('What people read.'),
    fieldType: FieldType.describe('What kind of value it takes.'),
    isRequired: z.boolean().describe('Whether the lead is incomplete without it.'),
    status: ChecklistItemStatus.describe('TODO.'),
    agentInstructions: z.string().nullable().describe('How an agent asks for it.'),
    clientInstructions: z.string().nullable().describe('How the lead is told about it.'),
    createdAt: z.iso.datetime({ precision: 3 }).describe('When it was added.'),
  })
  .meta({ id: 'AddedChecklistItem', description: 'The item as added.' })

/** Answer of `POST /api/v1/leads/{id}/checklist-items`, less `success`. */
export const AddChecklistItemAnswer = z.strictObject({
  checklistItem: AddedChecklistItem.describe('The item.'),
})
export type AddChecklistItemAnswer = z.infer<typeof AddChecklistItemAnswer>
