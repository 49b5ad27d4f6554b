import { z } from 'zod'
import { errorCodes } from './app-error.ts'
import { MatchField } from './lead-answer.ts'

/** RFC 9457 problem document with this API's members. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  success: z.literal(false),
  error: z.string(),
  code: z.enum(errorCodes),
  requestId: z.string(),
  retryable: z.boolean(),
  errors: z.array(z.strictObject({ pointer: z.string(), code: z.string(), message: z.string() })),
})
export type Problem = z.infer<typeof Problem>

/** The 409 of the duplicate policy reject: the newest lead that is there, what it shares, and all others. */
export const DuplicateLeadProblem = Problem.extend({
  existingLeadId: z.uuid(),
  matchedOn: z.array(MatchField).min(1),
  matchingLeads: z.array(z.strictObject({ id: z.uuid(), matchedOn: z.array(MatchField).min(1) })).min(1),
})
export type DuplicateLeadProblem = z.infer<typeof DuplicateLeadProblem>
