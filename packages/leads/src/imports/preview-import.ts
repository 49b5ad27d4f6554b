import { AppError } from '@intake/contracts/app-error'
import type { ImportPreview, ImportResult, RowNote } from '@intake/contracts/imports'
import { maxRowBytes } from '@intake/contracts/imports'
import type { CsvReading } from '@intake/database/tables'
import { channelsSaid, presentState, stateAfter } from '../consent/consents.ts'
import { presentFields } from '../create/lead-fields.ts'
import { dateRow } from '../create/new-lead.ts'
import { warningsOf } from '../create/new-lead-answer.ts'
import { prepareLead } from '../create/prepare-lead.ts'
import { type Caller, requireScope } from '../workspace/caller.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import type { Ctx } from '../workspace/ctx.ts'
import type { FileRow } from './file-row.ts'
import { readCsvBeginning } from './read-csv-beginning.ts'
import { readCsvRows } from './read-csv-rows.ts'
import { maxHeaderBytes } from './read-header.ts'
import { readNdjsonRows } from './read-ndjson-rows.ts'
import { placer, type ReadRow, type RowReading, readRow } from './read-row.ts'
import type { ReceivedFile } from './receive-import.ts'
import { refuseBinary } from './refuse-binary.ts'
import { refuseForCsv } from './refuse-for-csv.ts'
import { refusedRow } from './row-results.ts'
import { createRowReader } from './row-to-lead.ts'

const maxBytes = 8_000_000
const maxRows = 1000
/** A body is read past the limit for a while: a server that stops amid it has to cut the connection off. */
const readPast = 10
const maxLeads = 10
const maxListed = 100
const maxSamples = 3
const maxSampleLength = 100

/**
 * What an import of this file would make of its first 8 MB or 1,000 rows. Reads the workspace's configuration and stores nothing. Which
 * leads are there already isn't looked up. Throws `forbidden` and what an import throws before its rows are read.
 */
export async function previewImport(
  ctx: Pick<Ctx, 'configuration'> & { caller: Caller },
  { format, body, options }: Pick<ReceivedFile, 'format' | 'body' | 'options'>,
): Promise<{ preview: ImportPreview }> {
  requireScope(ctx.caller, 'leads:write')
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
  const { bytes, isWhole } = await readStart(body)
  if (format === 'ndjson') {
    refuseForCsv(options)
    refuseBinary(bytes)
    const rows = readNdjsonRows(fileOf(bytes), { start: 0, maxRowBytes })
    return { preview: await look(ctx.caller, workspace, rows, { csv: null, isWhole }) }
  }
  if (bytes.length === 0) throw new AppError('invalid_request', 'The file is empty.')
  const { csv, start, line, watch } = readCsvBeginning(bytes.subarray(0, maxHeaderBytes), options, workspace)
  watch.show(bytes)
  const read = { ...csv, encoding: watch.end() }
  const { delimiter, encoding } = read
  const rows = readCsvRows(fileOf(bytes), { start, line, delimiter, encoding, maxRowBytes })
  return { preview: await look(ctx.caller, workspace, rows, { csv: read, isWhole }) }
}

/** The beginning of the file, up to the end of a line where it isn't all of it. */
async function readStart(body: AsyncIterable<Uint8Array>): Promise<{ bytes: Buffer; isWhole: boolean }> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    if (size <= maxBytes) chunks.push(chunk)
    size += chunk.byteLength
    if (size > maxBytes * readPast) break
  }
  const bytes = Buffer.concat(chunks)
  if (size <= maxBytes) return { bytes, isWhole: true }
  const cut = bytes.subarray(0, maxBytes)
  return { bytes: cut.subarray(0, cut.lastIndexOf(10) + 1), isWhole: false }
}

function fileOf(bytes: Buffer) {
  return async (start: number) =>
    (async function* () {
      yield bytes.subarray(start)
    })()
}

interface LookedAt {
  csv: CsvReading | null
  isWhole: boolean
}

async function look(
  caller: Caller,
  workspace: WorkspaceConfiguration,
  rows: AsyncIterable<FileRow<unknown>>,
  { csv, isWhole }: LookedAt,
): Promise<ImportPreview> {
  const reading = csv && { csv, read: createRowReader(csv) }
  const seen: FileRow<unknown>[] = []
  for await (const row of rows) {
    seen.push(row)
    if (seen.length > maxRows) break
  }
  const complete = isWhole && seen.length <= maxRows
  // The last one may be cut off.
  const looked = complete ? seen : seen.slice(0, Math.min(maxRows, seen.length - 1))
  const preview: ImportPreview = {
    format: csv ? 'csv' : 'ndjson',
    encoding: csv?.encoding ?? null,
    delimiter: csv?.delimiter ?? null,
    columns: csv?.columns.map((column, index) => ({ ...column, samples: samplesOf(looked, index) })) ?? null,
    rowsLookedAt: looked.length,
    complete,
    rows: { accepted: 0, refused: 0, warned: 0, unreadPhones: 0 },
    leads: [],
    refused: [],
    warned: [],
  }
  for (const [index, row] of looked.entries())
    add(preview, { row: index + 1, line: row.line }, tryRow(caller, workspace, row, reading))
  return preview
}

function samplesOf(rows: readonly FileRow<unknown>[], index: number): string[] {
  const samples = new Set<string>()
  for (const row of rows) {
    const value = 'content' in row ? (row.content as string[])[index]?.trim() : ''
    if (value) samples.add(value.slice(0, maxSampleLength))
    if (samples.size === maxSamples) break
  }
  return [...samples]
}

interface Tried extends ReadRow {
  lead?: Record<string, unknown>
}

/** All that a create does with a row before it goes to the database. */
function tryRow(
  caller: Caller,
  workspace: WorkspaceConfiguration,
  row: FileRow<unknown>,
  reading: RowReading,
): Tried {
  const read = readRow(row, reading, workspace.unknownFields)
  if (!read.request) return read
  try {
    const { dropped } = read
    const {
      row: made,
      tags,
      values,
      oddities,
    } = prepareLead(read.request, caller, workspace, '', { dropped })
    const warnings = [...read.warnings, ...warningsOf(oddities).map(placer(read, reading))]
    const checklistItems = values.map(({ item, value, status }) => ({ code: item.code, value, status }))
    const at = new Date()
    const { consent: consents = [] } = read.request
    const didOptOut = made.opt_out_at !== null || channelsSaid(consents, at).withdrawn.length > 0
    const consent = presentState(stateAfter(consents, at))
    const fields = presentFields(dateRow(made, at))
    return { ...read, warnings, lead: { ...fields, didOptOut, consent, tags, checklistItems } }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...read, error, faults: error.errors.map(placer(read, reading)) }
  }
}

function add(
  preview: ImportPreview,
  place: { row: number; line: number },
  { lead, error, faults, warnings, values }: Tried,
): void {
  const { rows, leads, refused, warned } = preview
  if (error || !lead) {
    rows.refused += 1
    if (error && refused.length < maxListed)
      refused.push(
        refusedRow(place, {
          error,
          faults: faults.length > 0 ? faults : error.errors,
          warnings,
          values,
        }) as Refused,
      )
    return
  }
  rows.accepted += 1
  if (leads.length < maxLeads) leads.push({ ...place, lead, warnings })
  if (warnings.some(isUnreadPhone)) rows.unreadPhones += 1
  if (warnings.length === 0) return
  rows.warned += 1
  if (warned.length < maxListed) warned.push({ ...place, warnings })
}

type Refused = Extract<ImportResult, { outcome: 'refused' }>

function isUnreadPhone({ pointer, code }: RowNote): boolean {
  return pointer === '/phoneNumber' && code === 'phone_not_read'
}
