import { z } from 'zod'

/** What somebody can opt out of. */
export const optOutChannels = ['any', 'call', 'sms', 'email'] as const

export const OptOutChannel = z.enum(optOutChannels).meta({
  id: 'OptOutChannel',
  description: 'A way to contact somebody; `any` is all of them.',
})
export type OptOutChannel = z.infer<typeof OptOutChannel>

/** The same channels in one spelling: `any` alone where it is among them, else in one order, without repeats. */
export function normalChannels(channels: readonly OptOutChannel[]): OptOutChannel[] {
  if (channels.includes('any')) return ['any']
  return optOutChannels.filter((channel) => channels.includes(channel))
}

/** Why a lead must not be contacted, and by what. */
export const Suppressed = z
  .strictObject({
    channels: z.array(OptOutChannel).min(1).describe('`["any"]`, or the channels.'),
    reason: z.string().describe('Of the suppression that came first.'),
    since: z.iso.datetime({ precision: 3 }).describe('When it came.'),
  })
  .meta({
    id: 'Suppressed',
    description: 'The lead, its number or its address opted out, wherever that was said.',
  })
export type Suppressed = z.infer<typeof Suppressed>
