import { z } from 'zod'
import { OptionalEmail } from './email.ts'
import { MatchingLead } from './lead-answer.ts'
import { optionalText } from './text.ts'

/** Body of `POST /api/v1/leads/check`: a create's body will do, the rest of it is ignored. */
export const CheckLeadRequest = z
  .object({ phoneNumber: optionalText(Number.MAX_SAFE_INTEGER), email: OptionalEmail })
  .refine(({ phoneNumber, email }) => phoneNumber !== undefined || email !== undefined, {
    error: 'phoneNumber or email is needed',
    params: { code: 'required' },
  })
export type CheckLeadRequest = z.infer<typeof CheckLeadRequest>

/** Its answer: the leads that a create would match, newest first, at most 100. */
export const CheckLeadAnswer = z.strictObject({
  success: z.literal(true),
  /** In E.164 when possible, else as given. */
  phoneNumber: z.string().nullable(),
  email: z.string().nullable(),
  matchingLeads: z.array(MatchingLead),
})
export type CheckLeadAnswer = z.infer<typeof CheckLeadAnswer>
