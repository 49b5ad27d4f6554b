import { z } from 'zod'
import { ChecklistItemStatus, FieldType, TemplateItem } from './checklist.ts'
import { ChecklistItemInput } from './create-lead.ts'

const item = TemplateItem.shape

/** Body of `POST /api/v1/leads/{id}/checklist-items`: an item for one lead alone. */
export const AddChecklistItemRequest = z.object({
  label: item.label,
  fieldType: item.fieldType,
  /** Made from the label when it isn't given. */
  code: ChecklistItemInput.shape.code.nullish().transform((code) => code ?? undefined),
  isRequired: z
    .boolean()
    .nullish()
    .transform((flag) => flag ?? true),
  config: item.config,
  validationRules: item.validationRules,
  agentInstructions: item.agentInstructions,
  clientInstructions: item.clientInstructions,
})
export type AddChecklistItemRequest = z.infer<typeof AddChecklistItemRequest>

export const AddedChecklistItem = z.strictObject({
  id: z.uuid(),
  leadId: z.uuid(),
  code: z.string(),
  label: z.string(),
  fieldType: FieldType,
  isRequired: z.boolean(),
  status: ChecklistItemStatus,
  agentInstructions: z.string().nullable(),
  clientInstructions: z.string().nullable(),
  createdAt: z.iso.datetime({ precision: 3 }),
})

/** Answer of `POST /api/v1/leads/{id}/checklist-items`, less `success`. */
export const AddChecklistItemAnswer = z.strictObject({ checklistItem: AddedChecklistItem })
export type AddChecklistItemAnswer = z.infer<typeof AddChecklistItemAnswer>
