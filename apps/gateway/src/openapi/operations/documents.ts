import {
  DocumentAnswer,
  GetDocumentQuery,
  ListedDocument,
  UploadDocumentsAnswer,
  UploadDocumentsForm,
} from '@intake/contracts/documents'
import { ReportExtractionAnswer, ReportExtractionRequest } from '@intake/contracts/extraction'
import { Paging } from '@intake/contracts/list-leads'
import { z } from 'zod'
import { exampleIds } from '../example-ids.ts'
import { minimalAnswer, minimalDescription, type Operation } from '../operation.ts'
import { leadParams } from './leads.ts'

const success = z.literal(true).describe('Always true.')
const id = z.uuid().describe('UUID of the document.')

export const documentOperations: Operation[] = [
  {
    id: 'uploadDocuments',
    method: 'post',
    path: '/api/v1/documents',
    tag: 'Documents',
    summary: 'Add files to a lead',
    description:
      'A form with 1 to 10 `files`, each 100 MiB at most unless the gateway is set otherwise. All of them are taken in or none. The media type is told by the content where it can be; programs and empty files are refused. Sent for a checklist item of a file type, they settle it. A SYSTEM_NOTE and a DOCUMENT_UPLOAD entry tell of the upload. Name `leadId` before the files: a wrong one is then refused before they are read.',
    scope: 'leads:write',
    body: UploadDocumentsForm,
    contentType: 'multipart/form-data',
    minimal: z
      .object({
        success,
        documents: z.array(z.object({ id })).describe('In the order of the files.'),
        actionLogId: z.uuid().describe('UUID of the timeline entry.'),
      })
      .meta({ id: 'MinimalDocumentsAnswer', description: minimalDescription }),
    answer: UploadDocumentsAnswer.extend({ success }).meta({
      id: 'UploadDocumentsAnswer',
      description: 'The files as taken in.',
    }),
    errors: ['not_found'],
    examples: {
      statement: {
        summary: 'A bank statement, for the item that asks for it',
        body: {
          leadId: exampleIds.lead,
          leadChecklistItemId: exampleIds.fileItem,
          metadata: '[{"externalId":"doc-7","name":"October.pdf"}]',
          files: ['%PDF-1.7 …'],
        },
      },
    },
  },
  {
    id: 'listDocuments',
    method: 'get',
    path: '/api/v1/leads/:id/documents',
    tag: 'Documents',
    summary: 'List a lead’s documents',
    description:
      'Newest first, 100 or 1 MB a page unless `limit` says less; the next page stands in the `Link` header.',
    scope: 'leads:read',
    params: leadParams,
    query: Paging,
    paged: true,
    answer: z.array(ListedDocument).describe('The documents.'),
    examples: { lead: { summary: 'A lead', params: { id: exampleIds.lead } } },
  },
  {
    id: 'getDocument',
    method: 'get',
    path: '/api/v1/documents/:id',
    tag: 'Documents',
    summary: 'Read a document',
    description:
      'With an address to download it from, good for an hour; with `includeContent`, the content too.',
    scope: 'leads:read',
    params: { id },
    query: GetDocumentQuery,
    answer: DocumentAnswer,
    examples: {
      document: { summary: 'Where to find it', params: { id: exampleIds.document } },
      content: {
        summary: 'With its content',
        params: { id: exampleIds.document, includeContent: 'true' },
      },
    },
  },
  {
    id: 'reportExtraction',
    method: 'post',
    path: '/api/v1/documents/:id/extraction',
    tag: 'Documents',
    summary: 'Report what was read in a document',
    description:
      'For extractors. Sets `metadata.extractionStatus`, `overallValid` and `validationResult` of the document: the validation of the item that it was sent for, else of the first matched item that has one. Writes a TOOL_CALL entry under that of the upload, and raises `document.extracted`. A later report takes the place of the one before.',
    scope: 'leads:write',
    params: { id },
    body: ReportExtractionRequest,
    minimal: minimalAnswer('MinimalExtractionAnswer', {
      actionLogId: ReportExtractionAnswer.shape.actionLogId,
    }),
    answer: ReportExtractionAnswer.extend({ success }).meta({
      id: 'ReportExtractionAnswer',
      description: 'The document as it is now.',
    }),
    examples: {
      statement: {
        summary: 'A bank statement that is valid',
        params: { id: exampleIds.document },
        body: {
          status: 'completed',
          type: 'bank_statement',
          summary: 'Statement of October 2026',
          overallValid: true,
          classification: {
            matchedChecklistItems: [
              { checklistItemCode: 'bank_statements', validation: { status: 'valid', reasons: [] } },
            ],
          },
          extractionResult: { items: [{ label: 'Closing balance', value: 48213.07 }] },
        },
      },
    },
  },
]
