import { z } from 'zod'
import { ChecklistItemInput, CreateLeadRequest } from './create-lead.ts'
import { StorableJson } from './text.ts'

const maxAlternateValues = 100

/** The statuses that a client may set; REVIEW only ever follows from the checklist. */
export const SettableStatus = z.enum(['COMPLETED', 'IN_PROGRESS', 'NOT_INTERESTED', 'OPTED_OUT'])
export type SettableStatus = z.infer<typeof SettableStatus>

/** An item of an update. `itemOverride` and `alternateValues` are kept as they are given; null clears them. */
export const UpdateChecklistItemInput = ChecklistItemInput.extend({
  itemOverride: StorableJson.pipe(z.record(z.string(), z.unknown()).nullish()).optional(),
  alternateValues: StorableJson.pipe(z.array(z.unknown()).max(maxAlternateValues).nullish()).optional(),
})
export type UpdateChecklistItemInput = z.infer<typeof UpdateChecklistItemInput>

const create = CreateLeadRequest.shape

/**
 * Body of `PUT /api/v1/leads/{id}`: every field of a create, each of them optional. Absent (or blank) leaves a field as it
 * is, null clears it; `tags` replaces all tags.
 */
export const UpdateLeadRequest = z.object({
  firstName: create.firstName.optional(),
  lastName: create.lastName.nullable(),
  middleName: create.middleName.nullable(),
  businessName: create.businessName.nullable(),
  email: create.email.nullable(),
  phoneNumber: create.phoneNumber.nullable(),
  externalLeadId: create.externalLeadId.nullable(),
  timezone: create.timezone.nullable(),
  assigneeType: create.assigneeType.nullable(),
  didOptOut: create.didOptOut.nullable(),
  emailVerified: create.emailVerified.nullable(),
  checklistItems: z
    .array(UpdateChecklistItemInput)
    .max(1000)
    .nullish()
    .transform((items) => items ?? undefined),
  tags: create.tags.nullable(),
  status: SettableStatus.nullish().transform((status) => status ?? undefined),
})
export type UpdateLeadRequest = z.infer<typeof UpdateLeadRequest>

/** A lead's id in a body; ids are compared in lower case. */
export const LeadIdField = z.guid().transform((id) => id.toLowerCase())

/** Body of `PUT /api/v1/leads`. */
export const UpdateLeadByBodyRequest = UpdateLeadRequest.extend({ leadId: LeadIdField })
