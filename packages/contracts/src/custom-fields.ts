import { z } from 'zod'
import { optionalText, storable } from './text.ts'

export const maxCustomFields = 100
export const maxCustomName = 64
/** Of all names and values together, as JSON, bytes. */
export const maxCustomBytes = 16 * 1024

/** Whether so many names and bytes may be kept for one lead. */
export function fitsCustomFields(fields: Readonly<Record<string, unknown>>): boolean {
  return (
    Object.keys(fields).length <= maxCustomFields &&
    Buffer.byteLength(JSON.stringify(fields)) <= maxCustomBytes
  )
}

/** What a sender knows of a lead beyond its fields: any JSON by name. */
export const CustomFields = storable(
  z.record(z.string().min(1).max(maxCustomName), z.unknown()).refine(fitsCustomFields, {
    error: `at most ${maxCustomFields} names, ${maxCustomBytes} bytes together`,
    params: { code: 'too_large' },
  }),
)

const word = optionalText(500)
const address = optionalText(2000)
/** Ids of ad platforms are text, though many send them as numbers. */
const id = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), optionalText(100))

/** Click ids that are known by name, at the top level of a body too. */
export const clickIdNames = [
  'gclid',
  'gbraid',
  'wbraid',
  'dclid',
  'fbclid',
  'fbc',
  'fbp',
  'ttclid',
  'msclkid',
  'li_fat_id',
  'twclid',
  'rdt_cid',
  'scid',
  'epik',
] as const
export const utmNames = ['source', 'medium', 'campaign', 'term', 'content'] as const

/** Where a lead came from: what ad platforms and web pages say of it. */
export const Attribution = z
  .object({
    utm: z
      .object(
        Object.fromEntries(utmNames.map((name) => [name, word.describe(`\`utm_${name}\`.`)])) as Record<
          (typeof utmNames)[number],
          typeof word
        >,
      )
      .nullish()
      .describe('UTM parameters.'),
    clickIds: z
      .record(z.string().min(1).max(maxCustomName), word)
      .refine((ids) => Object.keys(ids).length <= 20, { error: 'at most 20' })
      .nullish()
      .describe('Click ids by name, such as `gclid`, `fbclid`, `ttclid`, `msclkid`, `li_fat_id`.'),
    ad: z
      .object({
        campaignId: id.describe('Of the campaign.'),
        adgroupId: id.describe('Of the group of ads.'),
        adId: id.describe('Of the ad.'),
        formId: id.describe('Of the form.'),
        pageId: id.describe('Of the page.'),
      })
      .partial()
      .nullish()
      .describe('Ids of the ad platform, as text.'),
    landingPageUrl: address.describe('The page that the lead came to first.'),
    referrerUrl: address.describe('The page before.'),
    ip: optionalText(45).describe('Address of the lead’s device.'),
    userAgent: optionalText(500).describe('Its browser.'),
  })
  .partial()
  .meta({
    id: 'Attribution',
    description: 'Where a lead came from. Members that it doesn’t name are ignored.',
  })
export type Attribution = z.infer<typeof Attribution>
