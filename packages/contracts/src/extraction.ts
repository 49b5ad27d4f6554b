import { z } from 'zod'
import { FieldType } from './checklist.ts'
import { Document } from './lead-answer.ts'
import { optionalText, StorableText, storableJson } from './text.ts'

export const extractionStatuses = ['completed', 'failed'] as const

const Validation = z.strictObject({
  status: z.string().describe('How the validation ended, in the extractor’s word.'),
  reasons: z.array(z.string()).describe('Why.'),
})

/** An item of the lead's checklist that a document was found to serve. */
const MatchedItem = z.strictObject({
  checklistItemCode: z.string().describe('Code of the item.'),
  fieldType: FieldType.describe('What kind of value it takes.'),
  label: z.string().describe('What people read.'),
  leadChecklistItemId: z.uuid().describe('UUID of the item on the lead.'),
  validation: Validation.nullable().describe(
    'Whether the document is valid for it; null where nothing was checked.',
  ),
})

const ExtractedItem = z.strictObject({
  label: z.string().describe('What the value is.'),
  value: z.unknown().describe('The value.'),
  leadChecklistItemId: z
    .uuid()
    .nullable()
    .describe('UUID of the item on the lead that it answers; null for none.'),
})

/** What an extractor made of a document, as the event tells. */
export const DocumentExtraction = z.strictObject({
  status: z.enum(extractionStatuses).describe('Whether the document could be read.'),
  summary: z.string().nullable().describe('What it is, for people.'),
  type: z.string().nullable().describe('What kind of document it is.'),
  classification: z
    .strictObject({
      noMatchedItemReason: z.string().nullable().describe('Why it serves no item of the checklist.'),
      matchedChecklistItems: z.array(MatchedItem).describe('Items that it serves.'),
    })
    .nullable()
    .describe('What it is good for; null where that wasn’t told.'),
  extractionResult: z
    .strictObject({
      items: z.array(ExtractedItem).describe('What was read.'),
      extractedCount: z.int().describe('How many values were read.'),
    })
    .nullable()
    .describe('What was read; null where that wasn’t told.'),
})
export type DocumentExtraction = z.infer<typeof DocumentExtraction>

const ItemId = z.uuid().nullish()

/** Body of `POST /api/v1/documents/{id}/extraction`. An item is named by its code, or by its id on the lead. */
export const ReportExtractionRequest = z
  .object({
    status: z.enum(extractionStatuses).describe('Whether the document could be read.'),
    type: optionalText(200).describe('What kind of document it is.'),
    summary: optionalText(5000).describe('What it is, for people.'),
    overallValid: z.boolean().nullish().describe('Whether the document is valid for what it was sent for.'),
    classification: z
      .object({
        noMatchedItemReason: optionalText(5000).describe('Why it serves no item of the checklist.'),
        matchedChecklistItems: z
          .array(
            z.object({
              checklistItemCode: optionalText(100).describe('Code of the item.'),
              leadChecklistItemId: ItemId.describe('UUID of the item on the lead.'),
              validation: z
                .object({
                  status: StorableText.trim().min(1).max(100).describe('How the validation ended.'),
                  reasons: z.array(StorableText.max(5000)).max(50).nullish().describe('Why.'),
                })
                .nullish()
                .describe('Whether the document is valid for the item.'),
            }),
          )
          .max(50)
          .nullish()
          .describe('Items that it serves. Each by its code or by its id on the lead.'),
      })
      .nullish()
      .describe('What it is good for.'),
    extractionResult: z
      .object({
        items: z
          .array(
            z.object({
              label: StorableText.trim().min(1).max(500).describe('What the value is.'),
              value: storableJson(16_384).optional().describe('The value: any JSON, at most 16 kB.'),
              leadChecklistItemId: ItemId.describe('UUID of the item on the lead that it answers.'),
            }),
          )
          .max(500)
          .nullish()
          .describe('What was read.'),
        extractedCount: z
          .int()
          .min(0)
          .max(1_000_000)
          .nullish()
          .describe('How many values; the number of items unless given.'),
      })
      .nullish()
      .describe('What was read.'),
  })
  .meta({ id: 'ReportExtractionRequest', description: 'What an extractor made of a document.' })
export type ReportExtractionRequest = z.infer<typeof ReportExtractionRequest>

/** Answer of `POST /api/v1/documents/{id}/extraction`, less `success`. */
export const ReportExtractionAnswer = z.strictObject({
  document: Document.describe('The document as it is now.'),
  actionLogId: z.uuid().describe('UUID of the TOOL_CALL entry.'),
})
export type ReportExtractionAnswer = z.infer<typeof ReportExtractionAnswer>
