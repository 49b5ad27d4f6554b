import { z } from 'zod'
import { tagKey } from './create-lead.ts'
import { Lead, LeadStatus } from './lead-answer.ts'
import { StorableText } from './text.ts'

const text = (maxLength: number) => StorableText.trim().min(1).max(maxLength)
const Instant = z.iso.datetime({ offset: true }).transform((time) => new Date(time))

/** How much of a list one answer holds. */
export const Paging = z.object({
  limit: z.coerce.number().int().min(1).max(100).optional(),
  /** From `nextCursor` or the `Link` header of the page before, with the same filters. */
  cursor: z.string().max(200).optional(),
})

/** Query of `GET /api/v1/leads`. All filters must hold; times are exclusive. */
export const ListLeadsQuery = Paging.extend({
  email: text(254)
    .transform((email) => email.toLowerCase())
    .optional(),
  phoneNumber: text(1000).optional(),
  externalLeadId: text(255).optional(),
  tag: text(100).transform(tagKey).optional(),
  status: LeadStatus.optional(),
  createdAfter: Instant.optional(),
  createdBefore: Instant.optional(),
})
export type ListLeadsQuery = z.infer<typeof ListLeadsQuery>

export const ListedLead = Lead.extend({ status: LeadStatus })
export type ListedLead = z.infer<typeof ListedLead>

/** Answer of `GET /api/v1/leads`, newest first. A page may hold fewer than `limit`; only a null `nextCursor` is the end. */
export const ListLeadsAnswer = z.strictObject({
  leads: z.array(ListedLead),
  nextCursor: z.string().nullable(),
})
export type ListLeadsAnswer = z.infer<typeof ListLeadsAnswer>
