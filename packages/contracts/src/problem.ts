import { z } from 'zod'
import { errorCodes } from './app-error.ts'
import { MatchField } from './lead.ts'

export const ProblemField = z
  .strictObject({
    pointer: z
      .string()
      .describe('RFC 6901 JSON pointer into the body, `/limit` for a query parameter, empty for a header.'),
    code: z.string().describe('Stable name of the fault, such as `required` or `too_long`.'),
    message: z.string().describe('The fault, for people.'),
  })
  .meta({ id: 'ProblemField', description: 'One thing that is wrong with a request.' })

/** RFC 9457 problem document with this API's members. */
export const Problem = z
  .object({
    type: z
      .string()
      .describe('Names the kind of problem, and leads to its page at this host; the same for one `code`.'),
    title: z.string().describe('The kind, for people.'),
    status: z.int().describe('The HTTP status.'),
    detail: z.string().describe('What is wrong this time, for people.'),
    instance: z.string().describe('Path of the request.'),
    success: z.literal(false).describe('Always false.'),
    error: z.string().describe('The same as `detail`.'),
    code: z.enum(errorCodes).describe('Stable name of the kind, for programs.'),
    requestId: z.string().describe('The `X-Request-Id` of the answer; every log line of the request has it.'),
    retryable: z.boolean().describe('Whether the same request may succeed later.'),
    errors: z.array(ProblemField).describe('What is wrong with the request, at most 50 places.'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem document with this API’s members.' })
export type Problem = z.infer<typeof Problem>

/**
 * The 409 of the duplicate policy reject: the newest lead that is there, what it shares, and all others. A key that may not read leads is told
 * how many there are.
 */
export const DuplicateLeadProblem = Problem.extend({
  existingLeadId: z.uuid().optional().describe('The newest lead that is already there.'),
  matchedOn: z.array(MatchField).min(1).optional().describe('What it shares with the one sent.'),
  matchingLeads: z
    .array(
      z.strictObject({
        id: z.uuid().describe('UUID of the lead.'),
        matchedOn: z.array(MatchField).min(1).describe('What both share.'),
      }),
    )
    .min(1)
    .optional()
    .describe('All leads that match.'),
  matches: z
    .int()
    .min(1)
    .optional()
    .describe('How many leads match, at most 100: for a key without `leads:read`, in place of the others.'),
})
export type DuplicateLeadProblem = z.infer<typeof DuplicateLeadProblem>
