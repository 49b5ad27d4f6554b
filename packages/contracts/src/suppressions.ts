import { z } from 'zod'
import { PhoneText } from './lead-fields.ts'
import { Paging } from './list-leads.ts'
import { normalChannels, OptOutChannel, optOutChannels } from './opt-out-channels.ts'
import { OptionalEmail } from './optional-email.ts'
import { optionalText, StorableText } from './text.ts'

export const SuppressionKind = z.enum(['phone', 'email', 'domain', 'lead']).meta({
  id: 'SuppressionKind',
  description: '`lead`: only what one lead said of itself, such as a test lead, or one without a contact.',
})
export type SuppressionKind = z.infer<typeof SuppressionKind>

export const Suppression = z
  .strictObject({
    id: z.uuid().describe('UUID.'),
    kind: SuppressionKind.describe('What is suppressed.'),
    contact: z
      .string()
      .nullable()
      .describe('The number, address or domain; null for a lead, and once the person behind it was erased.'),
    channels: z.array(OptOutChannel).min(1).describe('What it must not be contacted by.'),
    reason: z.string().describe('Why.'),
    leadId: z.uuid().nullable().describe('The lead that said so; null for one that was told of.'),
    since: z.iso.datetime({ precision: 3 }).describe('When it was told.'),
    expiresAt: z.iso.datetime({ precision: 3 }).nullable().describe('When it ends by itself.'),
    liftedAt: z.iso.datetime({ precision: 3 }).nullable().describe('When it was lifted.'),
    liftReason: z.string().nullable().describe('Why it was lifted.'),
  })
  .meta({ id: 'Suppression', description: 'A number, an address or a domain that must not be contacted.' })
export type Suppression = z.infer<typeof Suppression>

const maxReason = 500
const Channels = z
  .array(OptOutChannel)
  .min(1)
  .max(optOutChannels.length)
  .transform((channels) => normalChannels(channels))
  .nullish()
  .transform((channels) => channels ?? undefined)

/** One entry of a list of numbers and addresses. */
export const SuppressionInput = z
  .object({
    phoneNumber: PhoneText.describe('Read like a lead’s.'),
    email: OptionalEmail.describe('Read like a lead’s.'),
    domain: optionalText(253).describe(
      'Every address at it, such as `example.com`. One that anybody may have an address at, such as `gmail.com`, is refused.',
    ),
    channels: Channels.describe('Without it `any`; of a domain `email`.'),
    reason: optionalText(maxReason).describe('Why; `listed` unless given.'),
    expiresAt: z.iso
      .datetime({ offset: true })
      .nullish()
      .transform((time) => (time ? new Date(time) : undefined))
      .describe('When it ends by itself; never unless given.'),
  })
  .superRefine(({ phoneNumber, email, domain }, ctx) => {
    const given = [phoneNumber, email, domain].filter((one) => one !== undefined).length
    if (given !== 1)
      ctx.addIssue({
        code: 'custom',
        path: [],
        message: 'give one of phoneNumber, email and domain',
        params: { code: given === 0 ? 'required' : 'unsuitable' },
      })
  })
  .meta({ id: 'SuppressionInput', description: 'A number, an address or a domain.' })
export type SuppressionInput = z.infer<typeof SuppressionInput>

export const maxSuppressionsGiven = 1000

/** Body of `POST /api/v1/suppressions`. */
export const CreateSuppressionsRequest = z
  .object({
    suppressions: z
      .array(SuppressionInput)
      .min(1)
      .max(maxSuppressionsGiven)
      .describe('At most 1,000; all of them are taken, or none.'),
  })
  .meta({ id: 'CreateSuppressionsRequest', description: 'Who must not be contacted.' })
export type CreateSuppressionsRequest = z.infer<typeof CreateSuppressionsRequest>

/** Answer of `POST /api/v1/suppressions`, less `success`. */
export const CreateSuppressionsAnswer = z.strictObject({
  suppressions: z
    .array(Suppression)
    .describe('In the order given. One that held already is the one that was there.'),
})
export type CreateSuppressionsAnswer = z.infer<typeof CreateSuppressionsAnswer>

/** Answer of those about one. */
export const SuppressionAnswer = z.strictObject({ suppression: Suppression.describe('As it is now.') })
export type SuppressionAnswer = z.infer<typeof SuppressionAnswer>

/** Body of `POST /api/v1/suppressions/{id}/lift`. */
export const LiftSuppressionRequest = z
  .object({ reason: StorableText.trim().min(1).max(maxReason).describe('Why it no longer holds. Kept.') })
  .meta({ id: 'LiftSuppressionRequest', description: 'Why somebody may be contacted again.' })
export type LiftSuppressionRequest = z.infer<typeof LiftSuppressionRequest>

/** Query of `GET /api/v1/suppressions`. */
export const ListSuppressionsQuery = Paging.extend({
  phoneNumber: z.string().min(1).max(100).optional().describe('Those of a number.'),
  email: z.string().min(1).max(320).optional().describe('Those of an address, its domain’s among them.'),
  domain: z.string().min(1).max(253).optional().describe('That of a domain itself.'),
  leadId: z.uuid().optional().describe('Those that a lead said.'),
  lifted: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('Only those that were lifted, or only those that weren’t.'),
})
export type ListSuppressionsQuery = z.infer<typeof ListSuppressionsQuery>

export const ListSuppressionsAnswer = z
  .strictObject({
    suppressions: z.array(Suppression).describe('Newest first.'),
    nextCursor: z.string().nullable().describe('For the next page; null on the last.'),
  })
  .meta({ id: 'ListSuppressionsAnswer', description: 'A page of suppressions.' })
export type ListSuppressionsAnswer = z.infer<typeof ListSuppressionsAnswer>
