import {
  CreateImportQuery,
  ImportAnswer,
  ImportPreview,
  ImportResult,
  ImportResultsQuery,
  ListImportsAnswer,
  ListImportsQuery,
} from '@intake/contracts/imports'
import { z } from 'zod'
import { exampleIds } from '../example-ids.ts'
import { minimalAnswer, type Operation, success } from '../operation.ts'

const ReceivedAnswer = ImportAnswer.extend(success).meta({
  id: 'ImportAnswer',
  description: 'The import as it is now.',
})
const MinimalAnswer = minimalAnswer('MinimalImportAnswer', {
  import: z.strictObject({ id: z.uuid().describe('UUID.') }).describe('The import.'),
})
const PreviewAnswer = z
  .strictObject({ ...success, preview: ImportPreview.describe('What an import would do.') })
  .meta({ id: 'ImportPreviewAnswer', description: 'The answer to `preview=true`; nothing is stored.' })
const LeadsFile = z.string().meta({
  id: 'LeadsFile',
  description:
    'NDJSON: one body of `POST /api/v1/leads` a line. Or, as `text/csv`, a CSV with a header. In UTF-8, a row at most a megabyte.',
})

const params = { id: z.uuid().describe('UUID of the import.') }
const ofImport = { id: exampleIds.import }
const reading = { tag: 'Imports', scope: 'leads:read' } as const
const writing = { tag: 'Imports', scope: 'leads:write' } as const

export const importOperations: Operation[] = [
  {
    ...writing,
    id: 'createImport',
    method: 'post',
    path: '/api/v1/imports',
    summary: 'Take a file of leads in',
    description:
      'The body is the file, of any size up to the gateway’s limit: it is stored as it comes, answered once it is stored whole, and read afterwards. Each row goes the way of a single create: same rules, same refusals, a row may match an earlier one. A row that is refused holds nobody up; the results say why. Whatever dies while it is read, no row is taken in twice. The header of a CSV is checked before the rest is read. An `Idempotency-Key` goes by the bytes of the file and the options. With `preview=true` nothing is stored, not even the key.',
    query: CreateImportQuery,
    body: LeadsFile,
    contentType: 'application/x-ndjson',
    otherContentType: 'text/csv',
    headers: ['DuplicatePolicy'],
    minimal: MinimalAnswer,
    answer: ReceivedAnswer,
    otherAnswers: [PreviewAnswer],
    examples: {
      csv: {
        summary: 'A CSV with a column under another name',
        params: {
          filename: 'leads.csv',
          mapping: '{"Firm":"businessName","Notes":null}',
        },
        headers: { 'content-type': 'text/csv' },
        body: 'First Name,Phone,Firm,tags,checklist.tax_id,Notes\nJohn,(678) 231-9992,Pacific Coast Container Haulers,"VIP, referral",12-3456789,called twice\n',
      },
      preview: {
        summary: 'What a CSV would become',
        params: { preview: 'true' },
        headers: { 'content-type': 'text/csv' },
        body: 'Full Name,Phone,Unsubscribed from all email\nRosa Peña,(678) 231-9992,true\n',
      },
      ndjson: {
        summary: 'NDJSON',
        params: { filename: 'leads.ndjson' },
        body: '{"firstName":"John","phoneNumber":"6782319992"}\n{"firstName":"Ada","tags":["VIP"]}\n',
      },
    },
  },
  {
    ...reading,
    id: 'listImports',
    method: 'get',
    path: '/api/v1/imports',
    summary: 'List imports',
    query: ListImportsQuery,
    answer: ListImportsAnswer,
    paged: true,
    examples: { newest: { summary: 'The newest', params: { limit: '20' } } },
  },
  {
    ...reading,
    id: 'getImport',
    method: 'get',
    path: '/api/v1/imports/:id',
    summary: 'See how far an import is',
    params,
    answer: ImportAnswer.meta({ id: 'GetImportAnswer', description: 'An import.' }),
    examples: { import: { summary: 'An import', params: ofImport } },
  },
  {
    ...reading,
    id: 'listImportResults',
    method: 'get',
    path: '/api/v1/imports/:id/results',
    summary: 'See what became of each row',
    description:
      'A line for each row, in the order of the file, as far as it is read: NDJSON, or CSV with `format=csv` or `Accept: text/csv`.',
    params,
    query: ImportResultsQuery,
    answer: ImportResult,
    isLines: true,
    examples: { all: { summary: 'All rows', params: ofImport } },
  },
  {
    ...writing,
    id: 'cancelImport',
    method: 'delete',
    path: '/api/v1/imports/:id',
    summary: 'Stop an import',
    description:
      'The rows under way are finished and recorded; leads that were taken in stay. One that has ended stays as it is.',
    params,
    unread: MinimalAnswer,
    answer: ReceivedAnswer,
    examples: { import: { summary: 'One that waits', params: ofImport } },
  },
]
