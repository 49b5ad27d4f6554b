import { z } from 'zod'
import { OptOutChannel } from './opt-out-channels.ts'
import { optionalText, storableJson } from './text.ts'

export const maxConsents = 20
const NullableText = z.string().nullable()
const Time = z.iso.datetime({ precision: 3 })

export const ConsentStatus = z
  .enum(['granted', 'withdrawn'])
  .meta({ id: 'ConsentStatus', description: 'What somebody said.' })
export type ConsentStatus = z.infer<typeof ConsentStatus>

/** One thing that somebody agreed to, or took back, with its proof. */
export const ConsentInput = z
  .object({
    channel: OptOutChannel.nullish()
      .transform((channel) => channel ?? 'any')
      .describe('What it is about; `any` unless given.'),
    status: ConsentStatus.nullish()
      .transform((status) => status ?? 'granted')
      .describe('`granted` unless given. `withdrawn` suppresses the channel.'),
    purpose: optionalText(200).describe('What for, such as `marketing`.'),
    text: optionalText(10_000).describe('The words that were agreed to.'),
    seller: optionalText(200).describe('Who may make contact.'),
    capturedAt: z.iso
      .datetime({ offset: true })
      .nullish()
      .transform((time) => (time ? new Date(time) : undefined))
      .describe('When it was said; now unless given.'),
    ip: optionalText(45).describe('Address of the device.'),
    userAgent: optionalText(500).describe('Its browser.'),
    pageUrl: optionalText(2000).describe('The page that it was said on.'),
    certificateUrl: optionalText(2000).describe('A certificate of it, such as TrustedForm’s or Jornaya’s.'),
    evidence: storableJson(16_384)
      .optional()
      .describe('Anything else that proves it: any JSON, at most 16 kB.'),
  })
  .meta({ id: 'ConsentInput', description: 'What somebody agreed to or took back, with its proof.' })
export type ConsentInput = z.infer<typeof ConsentInput>

/** One, or a list of them. */
export const ConsentsInput = z
  .union([z.array(ConsentInput).max(maxConsents), ConsentInput.transform((one) => [one])])
  .nullish()
  .transform((consents) => consents ?? undefined)

/** An entry of the ledger. */
export const Consent = z
  .strictObject({
    id: z.uuid().describe('UUID.'),
    channel: OptOutChannel.describe('What it is about.'),
    status: ConsentStatus.describe('What was said.'),
    purpose: NullableText.describe('What for.'),
    text: NullableText.describe('The words that were agreed to.'),
    textSha256: NullableText.describe('SHA-256 of the words, in hex.'),
    seller: NullableText.describe('Who may make contact.'),
    capturedAt: Time.describe('When it was said.'),
    ip: NullableText.describe('Address of the device.'),
    userAgent: NullableText.describe('Its browser.'),
    pageUrl: NullableText.describe('The page that it was said on.'),
    certificateUrl: NullableText.describe('A certificate of it.'),
    evidence: z.unknown().describe('Anything else that proves it.'),
    recordedAt: Time.describe('When the service was told.'),
  })
  .meta({ id: 'Consent', description: 'What somebody agreed to or took back, as it was recorded.' })
export type Consent = z.infer<typeof Consent>

/** Where a lead stands, by channel. */
export const ConsentState = z
  .partialRecord(
    OptOutChannel,
    z.strictObject({
      status: ConsentStatus.describe('What was said last.'),
      at: Time.describe('When.'),
    }),
  )
  .meta({ id: 'ConsentState', description: 'What was said last of each channel that something was said of.' })
export type ConsentState = z.infer<typeof ConsentState>

/** Answer of `GET /api/v1/leads/{id}/consents`: the proof of what a lead agreed to. */
export const ListConsentsAnswer = z.strictObject({
  leadId: z.uuid().describe('UUID of the lead.'),
  state: ConsentState.describe('Where it stands.'),
  consents: z.array(Consent).describe('All that was recorded, oldest first. Nothing is ever changed.'),
})
export type ListConsentsAnswer = z.infer<typeof ListConsentsAnswer>
