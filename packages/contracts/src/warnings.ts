import { z } from 'zod'

/** What an integration can get slightly wrong without being refused, and being refused for its rate. */
const warningKinds = [
  'unparsed_phone',
  'odd_email',
  'unknown_field',
  'deprecated_code',
  'rate_limited',
] as const
export const WarningKind = z
  .enum(warningKinds)
  .meta({ id: 'WarningKind', description: 'What an integration gets slightly wrong.' })
export type WarningKind = z.infer<typeof WarningKind>

/** Stands for the subjects that are too many, too long or too strange to be kept by name. */
export const otherSubject = '(other)'

/** How long warnings are kept, UTC days with today. */
export const warningDays = 30

/** Query of `GET /api/v1/warnings`. */
export const ListWarningsQuery = z.object({
  kind: WarningKind.optional().describe('This kind only.'),
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(warningDays)
    .default(7)
    .describe('How many UTC days to count, today included.'),
})
export type ListWarningsQuery = z.infer<typeof ListWarningsQuery>

export const Warning = z
  .strictObject({
    kind: WarningKind.describe('What it is.'),
    subject: z
      .string()
      .describe('A field’s name, a checklist code, a reason, or the id of a key; never a value.'),
    count: z.int().min(1).describe('How often.'),
    firstSeen: z.iso.datetime().describe('When it was seen first.'),
    lastSeen: z.iso.datetime().describe('When it was seen last.'),
    requestIds: z.array(z.string()).describe('Ids of the newest requests, newest first, at most 5.'),
  })
  .meta({ id: 'Warning', description: 'Something that an integration gets slightly wrong.' })
export type Warning = z.infer<typeof Warning>

/** Its answer, what was seen last first. `more`: there are others than the 200 shown. */
export const ListWarningsAnswer = z
  .strictObject({
    warnings: z.array(Warning).describe('What was seen last first, at most 200.'),
    more: z.boolean().describe('Whether there are others.'),
  })
  .meta({ id: 'ListWarningsAnswer', description: 'What the workspace’s calls get slightly wrong.' })
export type ListWarningsAnswer = z.infer<typeof ListWarningsAnswer>
