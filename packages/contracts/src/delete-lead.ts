import { z } from 'zod'

/** Answer of `DELETE /api/v1/leads/{id}`. */
export const DeleteLeadAnswer = z
  .strictObject({
    success: z.literal(true).describe('Always true.'),
    lead: z
      .strictObject({
        id: z.uuid().describe('UUID of the lead.'),
        deletedAt: z.iso
          .datetime({ precision: 3 })
          .optional()
          .describe('When it was deleted first. Not told to a key without `leads:read`.'),
      })
      .describe('The lead.'),
  })
  .meta({ id: 'DeleteLeadAnswer', description: 'What was deleted.' })
export type DeleteLeadAnswer = z.infer<typeof DeleteLeadAnswer>
