import { z } from 'zod'

/** What an integration can get slightly wrong without being refused, and being refused for its rate. */
export const warningKinds = [
  'unparsed_phone',
  'odd_email',
  'unknown_field',
  'deprecated_code',
  'rate_limited',
] as const
export const WarningKind = z.enum(warningKinds)
export type WarningKind = z.infer<typeof WarningKind>

/** Stands for the subjects that are too many, too long or too strange to be kept by name. */
export const otherSubject = '(other)'

/** How long warnings are kept, UTC days with today. */
export const warningDays = 30

/** Query of `GET /api/v1/warnings`. */
export const ListWarningsQuery = z.object({
  kind: WarningKind.optional(),
  /** How many UTC days to count, today included. */
  days: z.coerce.number().int().min(1).max(warningDays).default(7),
})
export type ListWarningsQuery = z.infer<typeof ListWarningsQuery>

export const Warning = z.strictObject({
  kind: WarningKind,
  /** What it is about: a field's name, a checklist code, a reason, or the id of a key; never a value. */
  subject: z.string(),
  count: z.int().min(1),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  /** Ids of the newest requests, newest first, at most 5. */
  requestIds: z.array(z.string()),
})
export type Warning = z.infer<typeof Warning>

/** Its answer, what was seen last first. `more`: there are others than the 200 shown. */
export const ListWarningsAnswer = z.strictObject({ warnings: z.array(Warning), more: z.boolean() })
export type ListWarningsAnswer = z.infer<typeof ListWarningsAnswer>
