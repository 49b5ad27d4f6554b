import { z } from 'zod'

/** Answer of `DELETE /api/v1/leads/{id}`. */
export const DeleteLeadAnswer = z.strictObject({
  success: z.literal(true),
  lead: z.strictObject({ id: z.uuid(), deletedAt: z.iso.datetime({ precision: 3 }) }),
})
export type DeleteLeadAnswer = z.infer<typeof DeleteLeadAnswer>
