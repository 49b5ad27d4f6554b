import { z } from 'zod'
import { tagKey } from './create-lead.ts'
import { Lead } from './lead.ts'
import { LeadStatus } from './lead-answer.ts'
import { Suppressed } from './opt-out-channels.ts'
import { StorableText } from './text.ts'

const text = (maxLength: number) => StorableText.trim().min(1).max(maxLength)
/** A time with its offset. The blank of an offset is a plus that wasn't encoded: a query reads one as the other. */
export const Instant = z
  .preprocess(
    (text) => (typeof text === 'string' ? text.replace(/ (?=\d\d:\d\d$)/, '+') : text),
    z.iso.datetime({ offset: true }),
  )
  .transform((time) => new Date(time))

/** How much of a list one answer holds. */
export const Paging = z.object({
  limit: z.coerce.number().int().min(1).max(100).optional().describe('How many at most, 1 to 100.'),
  cursor: z
    .string()
    .max(200)
    .optional()
    .describe('From `nextCursor` or the `Link` header of the page before, with the same filters.'),
})

/** Query of `GET /api/v1/leads`. All filters must hold; times are exclusive. */
export const ListLeadsQuery = Paging.extend({
  email: text(254)
    // No address holds a blank, so that one is a plus, too.
    .transform((email) => email.replaceAll(' ', '+').toLowerCase())
    .optional()
    .describe('In any case.'),
  phoneNumber: text(1000).optional().describe('In any notation.'),
  externalLeadId: text(1024).optional().describe('The id in your own system.'),
  tag: text(100).transform(tagKey).optional().describe('In any case.'),
  source: text(100).optional().describe('Where the lead came from, as it is spelled.'),
  utm_campaign: text(500).optional().describe('The campaign of its attribution, as it is spelled.'),
  customFields: z
    .record(text(64), z.string().max(2000))
    .refine((fields) => Object.keys(fields).length <= 5, { error: 'at most 5' })
    .optional()
    .describe(
      'A parameter each, `customFields.budget=50k`: the value under a name that the workspace declares, as it is spelled. A text, a number, `true` or `false`.',
    ),
  status: LeadStatus.optional().describe('The computed status.'),
  test: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('`true` lists test leads, `false` live ones. Without it: what the key makes.'),
  createdAfter: Instant.optional().describe('ISO 8601; the moment itself left out.'),
  createdBefore: Instant.optional().describe('ISO 8601; the moment itself left out.'),
  updatedAfter: Instant.optional().describe(
    'ISO 8601, by `updatedAt`. To follow changes without missing one, use the feed of changes.',
  ),
})
export type ListLeadsQuery = z.infer<typeof ListLeadsQuery>

/** Query of `GET /api/v1/leads/export`: the filters of a list. */
export const ExportLeadsQuery = ListLeadsQuery.omit({ limit: true, cursor: true })
export type ExportLeadsQuery = z.infer<typeof ExportLeadsQuery>

export const ListedLead = Lead.extend({
  status: LeadStatus.describe('Where the lead stands.'),
  suppressed: Suppressed.nullable().describe('What the lead must not be contacted by; null while it may be.'),
}).meta({
  id: 'ListedLead',
  description: 'A lead of a list.',
})
export type ListedLead = z.infer<typeof ListedLead>

/** Answer of `GET /api/v1/leads`, newest first. A page may hold fewer than `limit`; only a null `nextCursor` is the end. */
export const ListLeadsAnswer = z
  .strictObject({
    leads: z.array(ListedLead).describe('Newest first. A page may hold fewer than `limit`, even none.'),
    nextCursor: z.string().nullable().describe('For the next page; only null is the end.'),
  })
  .meta({ id: 'ListLeadsAnswer', description: 'A page of leads.' })
export type ListLeadsAnswer = z.infer<typeof ListLeadsAnswer>
