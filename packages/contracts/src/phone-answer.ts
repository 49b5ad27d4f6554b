import { z } from 'zod'
import { TimezoneConfidence } from './lead.ts'

/** Answer of `GET /api/v1/phone/{number}`: what is known of a number without making a lead. Unknown parts are null. */
export const PhoneAnswer = z
  .strictObject({
    input: z.string().describe('The number as given.'),
    e164: z.string().nullable().describe('In E.164, where the number can be parsed.'),
    country: z.string().nullable().describe('Two letters, ISO 3166-1.'),
    kind: z.string().nullable().describe('Such as `mobile` or `fixed-line`.'),
    possible: z.boolean().describe('Whether its length fits the numbering plan.'),
    valid: z.boolean().describe('Whether the plan assigns it.'),
    timezone: z
      .strictObject({
        zone: z.string().nullable().describe('IANA name of the likeliest zone.'),
        alternatives: z.array(z.string()).describe('Other zones that the number may be in.'),
        confidence: TimezoneConfidence.describe('How far it can be relied on.'),
        share: z
          .number()
          .nullable()
          .describe('Share of the people behind the number’s area who are in the zone, 0 to 1.'),
        basis: z.string().nullable().describe('What it rests on.'),
        tableVersion: z.string().describe('Version of the phone table.'),
      })
      .describe('The zone inferred from the number.'),
    localTime: z.string().nullable().describe('What time it is there: ISO 8601 with offset.'),
    utcOffset: z.string().nullable().describe('Such as `-05:00`.'),
  })
  .meta({ id: 'PhoneAnswer', description: 'What is known of a phone number. Unknown parts are null.' })
export type PhoneAnswer = z.infer<typeof PhoneAnswer>
