import { z } from 'zod'
import { ChecklistItemInput, CreateLeadRequest } from './create-lead.ts'
import { fieldInputs, type GivenFieldName } from './lead-fields.ts'
import { storable } from './text.ts'

const maxAlternateValues = 100

/** The statuses that a client may set; REVIEW only ever follows from the checklist. */
export const SettableStatus = z.enum(['COMPLETED', 'IN_PROGRESS', 'NOT_INTERESTED', 'OPTED_OUT']).meta({
  id: 'SettableStatus',
  description: 'A status that a client may set; REVIEW only ever follows from the checklist.',
})
export type SettableStatus = z.infer<typeof SettableStatus>

/** An item of an update. `itemOverride` and `alternateValues` are kept as they are given; null clears them. */
export const UpdateChecklistItemInput = ChecklistItemInput.extend({
  itemOverride: storable(z.record(z.string(), z.unknown()).nullish())
    .optional()
    .describe('Kept and answered as it is; null clears it.'),
  alternateValues: storable(z.array(z.unknown()).max(maxAlternateValues).nullish())
    .optional()
    .describe('Kept and answered as they are; null clears them.'),
}).meta({
  id: 'UpdateChecklistItemInput',
  description: 'A checklist item to change; what isn’t given stays.',
})
export type UpdateChecklistItemInput = z.infer<typeof UpdateChecklistItemInput>

/** Every field of a create, each optional; null clears it. */
const changes = Object.fromEntries(
  Object.entries(fieldInputs).map(([name, input]) => [
    name,
    name === 'firstName' ? input.optional().describe('Can’t be cleared.') : input.nullable(),
  ]),
) as { firstName: z.ZodOptional<(typeof fieldInputs)['firstName']> } & {
  [Name in Exclude<GivenFieldName, 'firstName'>]: z.ZodNullable<(typeof fieldInputs)[Name]>
}

/**
 * Body of `PUT /api/v1/leads/{id}`: every field of a create, each of them optional. Absent (or blank) leaves a field as it
 * is, null clears it; `tags` replaces all tags.
 */
export const UpdateLeadRequest = z
  .object({
    ...changes,
    checklistItems: z
      .array(UpdateChecklistItemInput)
      .max(1000)
      .nullish()
      .transform((items) => items ?? undefined)
      .describe('An unknown code, or one given twice, is refused.'),
    fullName: CreateLeadRequest.shape.fullName,
    consent: CreateLeadRequest.shape.consent,
    tags: CreateLeadRequest.shape.tags
      .nullable()
      .describe('Takes the place of all tags; `[]` and null remove them.'),
    status: SettableStatus.nullish()
      .transform((status) => status ?? undefined)
      .describe(
        'COMPLETED skips the required items that aren’t done, IN_PROGRESS undoes that, NOT_INTERESTED cancels pending follow-ups, OPTED_OUT everything that is still to be sent. One that contradicts didOptOut is refused.',
      ),
  })
  .meta({
    id: 'UpdateLeadRequest',
    description: 'What is to change. Absent or blank leaves a field as it is, null clears it.',
  })
export type UpdateLeadRequest = z.infer<typeof UpdateLeadRequest>

/** A lead's id in a body; ids are compared in lower case. */
export const LeadIdField = z.guid().transform((id) => id.toLowerCase())

/** Body of `PUT /api/v1/leads`. */
export const UpdateLeadByBodyRequest = UpdateLeadRequest.extend({
  leadId: LeadIdField.describe('UUID of the lead.'),
}).meta({
  id: 'UpdateLeadByBodyRequest',
  description: 'The lead’s id, and what is to change as in `UpdateLeadRequest`.',
})
