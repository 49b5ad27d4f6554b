import { z } from 'zod'
import { errorCodes } from './app-error.ts'
import { clickIdNames, utmNames } from './custom-fields.ts'
import { DuplicatePolicy } from './duplicate-policy.ts'
import { fieldNamesWith } from './lead-fields.ts'
import { Paging } from './list-leads.ts'
import { optOutChannels } from './opt-out-channels.ts'
import { ProblemField } from './problem.ts'
import { optionalText } from './text.ts'

const Time = z.iso.datetime({ precision: 3 })
const maxColumns = 1000

/** What a column of a CSV may become, beside `checklist.<code>`, `customFields.<name>` and `consent.<name>`. */
export const importFields: readonly string[] = [
  ...new Set([
    ...fieldNamesWith('inImports'),
    'fullName',
    'tags',
    ...utmNames.map((name) => `utm_${name}`),
    ...clickIdNames,
    ...optOutChannels.map((channel) => `optOut.${channel}`),
  ]),
]

/** What a lead gets of a column: a field, the value of a checklist item, or nothing. */
export const ImportTarget = z
  .string()
  .nullable()
  .refine((target) => target === null || isField(target) || isNamed(target), {
    error: `must be one of ${importFields.join(', ')}, checklist.<code>, customFields.<name>, consent.<name>, or null`,
  })

function isNamed(target: string): boolean {
  return /^checklist\.\S.{0,99}$/u.test(target) || /^(?:customFields|consent)\.\S.{0,63}$/u.test(target)
}

function isField(target: string): boolean {
  return importFields.includes(target)
}

/** Column of a CSV → what the lead gets of it. */
export const ImportMapping = z
  .record(z.string().max(1000), ImportTarget)
  .refine((mapping) => Object.keys(mapping).length <= maxColumns, { error: `at most ${maxColumns} columns` })
export type ImportMapping = z.infer<typeof ImportMapping>

/** What the bytes of a file stand for. */
export const FileEncoding = z
  .enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])
  .meta({ id: 'FileEncoding', description: 'What the bytes of a file stand for.' })
export type FileEncoding = z.infer<typeof FileEncoding>

const encodingNames: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  'utf-16': 'utf-16le',
  cp1252: 'windows-1252',
  ansi: 'windows-1252',
  latin1: 'windows-1252',
  'iso-8859-1': 'windows-1252',
}

/** Query of `POST /api/v1/imports`. */
export const CreateImportQuery = z.object({
  preview: z
    .enum(['true', 'false'])
    .optional()
    .transform((text) => text === 'true' || undefined)
    .describe(
      '`true`: answers what an import would make of the first 8 MB or 1,000 rows, and stores nothing at all.',
    ),
  filename: optionalText(255).describe('For people: the name of the file.'),
  mapping: z
    .string()
    .max(100_000)
    .transform((text, ctx) => {
      try {
        return JSON.parse(text) as unknown
      } catch {
        ctx.addIssue({ code: 'custom', message: 'must be a JSON object', params: { code: 'invalid_json' } })
        return z.NEVER
      }
    })
    .pipe(ImportMapping)
    .optional()
    .describe(
      'Of a CSV: a JSON object from column to field, `{"Company": "businessName", "EIN": "checklist.tax_id", "Notes": null}`. Columns that it doesn’t name go by their header, in any case and with any separators. Several may be one field: the first that is filled counts.',
    ),
  delimiter: z
    .string()
    .transform((text) => (text === 'tab' || text === '\\t' ? '\t' : text))
    .refine((text) => /^[^"\r\n\p{L}\p{N}]$/u.test(text) && text.charCodeAt(0) < 128, {
      error: 'must be one character such as a comma, a semicolon, a bar, or `tab`',
    })
    .optional()
    .describe(
      'Of a CSV: what parts its columns, one character or `tab`. Found out from the header without it.',
    ),
  encoding: z
    .string()
    .transform((name) => encodingNames[name.toLowerCase()] ?? name.toLowerCase())
    .pipe(FileEncoding)
    .optional()
    .describe(
      'Of a CSV: its encoding. Found out without it: by a byte order mark, else UTF-8, else windows-1252 where the whole file looks like it. A byte order mark goes before it.',
    ),
  duplicatePolicy: DuplicatePolicy.optional().describe(
    'Like the header `Intake-Duplicate-Policy`, for who can set no headers.',
  ),
  tagSeparators: z
    .string()
    .min(1)
    .max(10)
    .default(',;|')
    .describe('Of a CSV: characters each of which parts two tags in a cell.'),
})
export type CreateImportQuery = z.infer<typeof CreateImportQuery>

export const ImportStatus = z.enum(['RECEIVED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED']).meta({
  id: 'ImportStatus',
  description: 'RECEIVED waits for its turn, RUNNING is read; the others are final.',
})
export type ImportStatus = z.infer<typeof ImportStatus>

const count = (description: string) => z.int().min(0).describe(description)

export const Import = z
  .strictObject({
    id: z.uuid().describe('UUID of the import.'),
    status: ImportStatus.describe('Where it stands.'),
    format: z.enum(['csv', 'ndjson']).describe('What the file is.'),
    encoding: FileEncoding.nullable().describe('Of a CSV: what it is read as.'),
    filename: z.string().nullable().describe('The name that was given for it.'),
    isTest: z.boolean().describe('Whether it makes test leads.'),
    duplicatePolicy: z
      .enum(['flag', 'reject', 'merge'])
      .nullable()
      .describe('What was asked for; null for the workspace’s own.'),
    columns: z
      .array(
        z.strictObject({
          name: z.string().describe('As in the header.'),
          field: z.string().nullable().describe('What a lead gets of it; null: left out.'),
        }),
      )
      .nullable()
      .describe('Of a CSV: what each column becomes.'),
    size: count('Bytes of the file.'),
    bytesDone: count('How many of them are read.'),
    rows: z
      .strictObject({
        read: count('Rows so far.'),
        created: count('Rows that became a lead.'),
        merged: count('Rows that were merged into a lead that was there.'),
        refused: count('Rows that were refused; the results say why.'),
        warned: count('Rows that were stored with a warning; the results say which.'),
      })
      .describe('What became of the rows.'),
    error: z.string().nullable().describe('Why it failed.'),
    cancelRequestedAt: Time.nullable().describe(
      'When it was told to stop; CANCELLED once the rows under way are recorded.',
    ),
    createdAt: Time.describe('When it was received.'),
    startedAt: Time.nullable().describe('When its first row was read.'),
    completedAt: Time.nullable().describe('When it ended.'),
  })
  .meta({ id: 'Import', description: 'A file of leads that is taken in row by row.' })
export type Import = z.infer<typeof Import>

export const ImportAnswer = z.strictObject({ import: Import.describe('The import as it is now.') })
export type ImportAnswer = z.infer<typeof ImportAnswer>

/** Query of `GET /api/v1/imports`. */
export const ListImportsQuery = z.object({
  ...Paging.shape,
  status: ImportStatus.optional().describe('Where they stand.'),
})
export type ListImportsQuery = z.infer<typeof ListImportsQuery>

export const ListImportsAnswer = z
  .strictObject({
    imports: z.array(Import).describe('Newest first.'),
    nextCursor: z.string().nullable().describe('Opens the next page; null on the last one.'),
  })
  .meta({ id: 'ListImportsAnswer', description: 'A page of imports.' })
export type ListImportsAnswer = z.infer<typeof ListImportsAnswer>

export const RowOutcome = z
  .enum(['created', 'merged', 'refused'])
  .meta({ id: 'RowOutcome', description: 'What became of a row.' })
export type RowOutcome = z.infer<typeof RowOutcome>

/** Query of `GET /api/v1/imports/{id}/results`. */
export const ImportResultsQuery = z.object({
  format: z
    .enum(['ndjson', 'csv', 'mend'])
    .optional()
    .describe(
      '`csv` like `Accept: text/csv`; one JSON document a line otherwise. `mend`: the refused rows of a CSV as they stood in it, behind `refused_line` and `refused_reason`. Mend them and send that file: the two columns are left out.',
    ),
  outcome: RowOutcome.optional().describe('These rows only.'),
})
export type ImportResultsQuery = z.infer<typeof ImportResultsQuery>

const row = z
  .int()
  .min(1)
  .describe('Place of the row in the file: 1 is the first; a header and empty lines don’t count.')

const line = z
  .int()
  .min(1)
  .optional()
  .describe('Line of the file on which the row begins; absent where it isn’t known.')

/** Something about a row: a fault or a warning. */
export const RowNote = ProblemField.extend({
  column: z.string().optional().describe('Of a CSV: the column that it came from.'),
  value: z.string().optional().describe('Of a CSV: what stands there, at most 200 characters.'),
})
export type RowNote = z.infer<typeof RowNote>

const warnings = z.array(RowNote).describe('What was odd about the row, with pointers into the lead.')

const StoredRow = z.strictObject({
  row,
  outcome: z.enum(['created', 'merged']).describe('The row is stored.'),
  line,
  leadId: z.uuid().describe('UUID of the lead.'),
  warnings,
})
const RefusedRow = z.strictObject({
  row,
  outcome: z.literal('refused').describe('Nothing was stored.'),
  line,
  code: z.enum(errorCodes).describe('What a single create would have been refused with.'),
  detail: z.string().describe('Why, for people.'),
  errors: z.array(RowNote).optional().describe('Each single fault, with pointers into the lead.'),
  existingLeadId: z.uuid().optional().describe('Of a `duplicate_lead`: the newest lead that is there.'),
  warnings,
  values: z.array(z.string()).optional().describe('Of a CSV: the row as it stands in the file.'),
})

export const ImportResult = z
  .union([StoredRow, RefusedRow])
  .meta({ id: 'ImportResult', description: 'What became of one row.' })
export type ImportResult = z.infer<typeof ImportResult>

export const ImportPreview = z
  .strictObject({
    format: z.enum(['csv', 'ndjson']).describe('What the file is.'),
    encoding: FileEncoding.nullable().describe('Of a CSV: what it is read as.'),
    delimiter: z.string().nullable().describe('Of a CSV: what parts its columns.'),
    columns: z
      .array(
        z.strictObject({
          name: z.string().describe('As in the header.'),
          field: z.string().nullable().describe('What a lead gets of it; null: left out.'),
          samples: z.array(z.string()).describe('Its first different values, at most three.'),
        }),
      )
      .nullable()
      .describe('Of a CSV: what each column becomes.'),
    rowsLookedAt: count('How many rows were looked at.'),
    complete: z.boolean().describe('Whether these are all rows of the file.'),
    rows: z
      .strictObject({
        accepted: count('Rows that could be taken in.'),
        refused: count('Rows that would be refused.'),
        warned: count('Rows that would be stored with a warning.'),
        unreadPhones: count('Rows whose phone can’t be read.'),
      })
      .describe('What would become of the rows. Leads that are there already are not looked up.'),
    leads: z
      .array(
        z.strictObject({
          row,
          line,
          lead: z.record(z.string(), z.unknown()).describe('Its fields, tags and checklist values.'),
          warnings,
        }),
      )
      .describe('The first leads as they would be, at most 10.'),
    refused: z.array(RefusedRow).describe('What would be refused, at most 100 rows.'),
    warned: z
      .array(z.strictObject({ row, line, warnings }))
      .describe('What would be stored with a warning, at most 100 rows.'),
  })
  .meta({ id: 'ImportPreview', description: 'What an import of a file would do.' })
export type ImportPreview = z.infer<typeof ImportPreview>

/** The longest row, bytes. */
export const maxRowBytes = 1_000_000
