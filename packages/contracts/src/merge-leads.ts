import { z } from 'zod'
import { LeadAnswer, LeadWarnings } from './lead-answer.ts'
import { LeadIdField } from './update-lead.ts'

/** Days within which a merge can be undone. */
export const undoDays = 30

/** Body of `POST /api/v1/leads/{id}/merge`. */
export const MergeLeadRequest = z
  .object({ into: LeadIdField.describe('UUID of the lead that stays.') })
  .meta({ id: 'MergeLeadRequest', description: 'The lead that another becomes part of.' })
export type MergeLeadRequest = z.infer<typeof MergeLeadRequest>

export const LeadMerge = z
  .strictObject({
    leadId: z.uuid().describe('UUID of the lead that was merged.'),
    into: z.uuid().describe('UUID of the lead that stays.'),
    mergedAt: z.iso.datetime({ precision: 3 }).describe('When.'),
    undoUntil: z.iso.datetime({ precision: 3 }).describe('Until when it can be undone.'),
  })
  .meta({ id: 'LeadMerge', description: 'One lead that became part of another.' })
export type LeadMerge = z.infer<typeof LeadMerge>

/** Answer of both, less `success`: of a merge the lead that stays, of its undoing the lead that is there again. */
export const MergeLeadAnswer = LeadAnswer.extend({
  warnings: LeadWarnings,
  merge: LeadMerge.describe('What was merged.'),
})
export const UnmergeLeadAnswer = LeadAnswer.extend({ warnings: LeadWarnings })
