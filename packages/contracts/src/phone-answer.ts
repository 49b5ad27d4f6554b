import { z } from 'zod'
import { TimezoneConfidence } from './lead-answer.ts'

/** Answer of `GET /api/v1/phone/{number}`: what is known of a number without making a lead. Unknown parts are null. */
export const PhoneAnswer = z.strictObject({
  input: z.string(),
  e164: z.string().nullable(),
  country: z.string().nullable(),
  kind: z.string().nullable(),
  possible: z.boolean(),
  valid: z.boolean(),
  timezone: z.strictObject({
    zone: z.string().nullable(),
    alternatives: z.array(z.string()),
    confidence: TimezoneConfidence,
    share: z.number().nullable(),
    basis: z.string().nullable(),
    tableVersion: z.string(),
  }),
  /** ISO 8601 with offset. */
  localTime: z.string().nullable(),
  /** `-05:00` */
  utcOffset: z.string().nullable(),
})
export type PhoneAnswer = z.infer<typeof PhoneAnswer>
