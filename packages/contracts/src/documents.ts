import { z } from 'zod'
import { Document } from './lead-answer.ts'
import { optionalText } from './text.ts'
import { LeadIdField } from './update-lead.ts'

/** Files of one upload. */
export const maxFiles = 10

const FileMetadata = z
  .object({
    externalId: optionalText(255).describe('The file’s id in your own system.'),
    name: optionalText(255).describe('Takes the place of the file’s own name.'),
  })
  .nullable()
  .transform((metadata) => metadata ?? { externalId: undefined, name: undefined })

/** A field of a form is text: this one holds JSON. */
function jsonText<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess((text, ctx) => {
    if (typeof text !== 'string' || text.trim() === '') return undefined
    try {
      return JSON.parse(text) as unknown
    } catch {
      ctx.addIssue({ code: 'custom', message: 'must be JSON', params: { code: 'invalid_json' }, input: text })
      return z.NEVER
    }
  }, schema)
}

/** The fields of `POST /api/v1/documents` beside its files. */
export const UploadDocumentsFields = z
  .object({
    leadId: LeadIdField.describe('UUID of the lead.'),
    leadChecklistItemId: z
      .preprocess((text) => (text === '' ? undefined : text), LeadIdField.optional())
      .describe('UUID that a checklist item of a file type has on this lead.'),
    metadata: jsonText(z.array(FileMetadata).max(maxFiles).optional()).describe(
      'JSON: an array with an object for each file, in their order, of `externalId` and `name`, both optional.',
    ),
  })
  .meta({ id: 'UploadDocumentsFields', description: 'What belongs to the files.' })
export type UploadDocumentsFields = z.infer<typeof UploadDocumentsFields>

const { id, filename, mimeType, size, signedUrl, createdAt } = Document.shape

export const UploadedDocument = z
  .strictObject({
    id,
    filename,
    size,
    url: signedUrl,
    mimeType: mimeType.describe('Media type, by the content where it can be told.'),
    uploadedAt: createdAt,
    associatedChecklistItemId: z.uuid().nullable().describe('The checklist item that it was sent for.'),
    externalId: z.string().nullable().describe('As given.'),
  })
  .meta({ id: 'UploadedDocument', description: 'A file as it was taken in.' })
export type UploadedDocument = z.infer<typeof UploadedDocument>

/** A document of `GET /api/v1/leads/{id}/documents`. */
export const ListedDocument = Document.extend({
  externalId: z.string().nullable().describe('As given with the upload.'),
  leadChecklistItemDocument: z
    .array(
      z.strictObject({
        id: z.uuid().describe('UUID of the two together.'),
        leadChecklistItemId: z.uuid().describe('UUID that the checklist item has on the lead.'),
        documentId: z.uuid().describe('UUID of the document.'),
        overallValid: Document.shape.overallValid,
        validationResult: Document.shape.validationResult,
      }),
    )
    .describe('The checklist items that it was sent for.'),
}).meta({ id: 'ListedDocument', description: 'A file of a lead, with what it was sent for.' })
export type ListedDocument = z.infer<typeof ListedDocument>

/** Answer of `POST /api/v1/documents`, less `success`. */
export const UploadDocumentsAnswer = z.strictObject({
  documents: z.array(UploadedDocument).describe('In the order of the files.'),
  actionLogId: z.uuid().describe('UUID of the timeline entry.'),
})
export type UploadDocumentsAnswer = z.infer<typeof UploadDocumentsAnswer>

/** Query of `GET /api/v1/documents/{id}`. */
export const GetDocumentQuery = z.object({
  includeContent: z
    .enum(['true', 'false'])
    .optional()
    .transform((text) => text === 'true')
    .describe('`true` for the content, too.'),
})

/** Answer of `GET /api/v1/documents/{id}`. */
export const DocumentAnswer = z
  .strictObject({
    id,
    filename,
    mimeType,
    size,
    leadId: z.uuid().describe('UUID of the lead.'),
    workspaceId: z.uuid().describe('UUID of the workspace.'),
    signedUrl,
    createdAt,
    updatedAt: createdAt.describe('When it last changed.'),
    content: z.base64().optional().describe('The file in base64, with `includeContent`.'),
  })
  .meta({ id: 'DocumentAnswer', description: 'A file of a lead.' })
export type DocumentAnswer = z.infer<typeof DocumentAnswer>

/** The form of `POST /api/v1/documents` as it is documented; its parts are read one by one. */
export const UploadDocumentsForm = z
  .object({
    leadId: z.uuid().describe('UUID of the lead.'),
    leadChecklistItemId: z
      .uuid()
      .optional()
      .describe('UUID of a checklist item of a file type, as the lead has it.'),
    metadata: z
      .string()
      .optional()
      .describe(
        'JSON: an array with an object for each file, in their order, of `externalId` and `name`, both optional.',
      ),
    files: z
      .array(z.string().meta({ format: 'binary' }).describe('A file.'))
      .min(1)
      .max(maxFiles)
      .describe('The files.'),
  })
  .meta({ id: 'UploadDocumentsForm', description: 'Files of a lead.' })
