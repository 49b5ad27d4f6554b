import { z } from 'zod'
import { optionalText } from './text.ts'

const Time = z.iso.datetime({ precision: 3 })

/** Body of `POST /api/v1/leads/{id}/erase`. */
export const EraseLeadRequest = z
  .object({
    reason: optionalText(500).describe('Why; kept. Name nobody in it.'),
    suppress: z
      .boolean()
      .nullish()
      .transform((suppress) => suppress ?? false)
      .describe(
        'True: nobody with the number or the address is to be contacted any more. What is suppressed already stays so in any case. Only a keyed hash of them is kept.',
      ),
  })
  .meta({ id: 'EraseLeadRequest', description: 'How a person is to be erased.' })
export type EraseLeadRequest = z.infer<typeof EraseLeadRequest>

export const Erasure = z
  .strictObject({
    id: z.uuid().describe('UUID.'),
    leadId: z.uuid().describe('UUID of the lead.'),
    reason: z.string().nullable().describe('Why.'),
    requestedAt: Time.describe('When it was asked for. From then on the lead is deleted.'),
    doneAt: Time.nullable().describe('When nothing was left; null while the job is at it.'),
  })
  .meta({ id: 'Erasure', description: 'A person who is erased.' })
export type Erasure = z.infer<typeof Erasure>

/** Answer of `POST /api/v1/leads/{id}/erase`, less `success`. */
export const EraseLeadAnswer = z.strictObject({ erasure: Erasure.describe('How far it is.') })
export type EraseLeadAnswer = z.infer<typeof EraseLeadAnswer>

/** Answer of `POST /api/v1/leads/{id}/restore`, less `success`. */
export const RestoreLeadAnswer = z.strictObject({
  lead: z
    .strictObject({ id: z.uuid().describe('UUID of the lead.') })
    .describe('The lead. It is listed, matched and enriched as before.'),
})
export type RestoreLeadAnswer = z.infer<typeof RestoreLeadAnswer>
