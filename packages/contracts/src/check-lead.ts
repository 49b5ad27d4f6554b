import { z } from 'zod'
import { MatchingLead } from './lead.ts'
import { PhoneText } from './lead-fields.ts'
import { OptionalEmail } from './optional-email.ts'

/** Body of `POST /api/v1/leads/check`: a create's body will do, the rest of it is ignored. */
export const CheckLeadRequest = z
  .object({
    phoneNumber: PhoneText.describe('In any notation, its extension too.'),
    email: OptionalEmail.describe('In any case.'),
  })
  .refine(({ phoneNumber, email }) => phoneNumber !== undefined || email !== undefined, {
    error: 'phoneNumber or email is needed',
    params: { code: 'required' },
  })
  .meta({
    id: 'CheckLeadRequest',
    description: 'A phone number, an e-mail address, or both. The body of a create will do.',
  })
export type CheckLeadRequest = z.infer<typeof CheckLeadRequest>

/** Its answer: the leads that a create would match, newest first, at most 100. */
export const CheckLeadAnswer = z
  .strictObject({
    success: z.literal(true).describe('Always true.'),
    phoneNumber: z.string().nullable().describe('In E.164 when possible, else as given.'),
    email: z.string().nullable().describe('The address that was found in what was given.'),
    matchingLeads: z.array(MatchingLead).describe('Newest first, at most 100.'),
  })
  .meta({ id: 'CheckLeadAnswer', description: 'The leads that a create would match.' })
export type CheckLeadAnswer = z.infer<typeof CheckLeadAnswer>
