import { AppError, invalidRequest } from '@intake/contracts/app-error'
import { CompiledCreateLeadRequest, type CreateLeadRequest } from '@intake/contracts/create-lead'
import { toFieldErrors } from '@intake/contracts/field-errors'
import { gatherFields, type UnknownFieldsMode, unknownFieldErrors } from '@intake/contracts/gather-fields'
import type { RowNote } from '@intake/contracts/imports'
import type { CsvReading } from '@intake/database/tables'
import type { RecordNote } from '../mapping/read-record.ts'
import type { FileRow, RowFault } from './file-row.ts'
import { columnsOf, type RowReader } from './row-to-lead.ts'

/** A row on its way to a create. */
export interface ReadRow {
  /** The body that it made. */
  input: unknown
  /** The same as a create takes it, or why there is none. */
  request?: CreateLeadRequest
  error?: AppError
  faults: RowNote[]
  warnings: RowNote[]
  /** Names of members that could not be kept. */
  dropped?: readonly string[]
  /** Of a CSV: as it stands in the file. */
  values?: readonly string[]
}

/** How a CSV's rows are read; null for NDJSON, whose rows are bodies of a create. */
export type RowReading = { csv: CsvReading; read: RowReader } | null

/**
 * Reads a row as far as that takes no database. A lead with a contact needs no name: it is stored as an empty one, with a warning. `mode` says
 * what is done with members that are no field.
 */
export function readRow(row: FileRow<unknown>, reading: RowReading, mode: UnknownFieldsMode): ReadRow {
  if ('fault' in row) return { input: null, error: faultError(row.fault), faults: [], warnings: [] }
  const values = reading ? (row.content as string[]) : undefined
  const read = reading
    ? reading.read(values ?? [])
    : { lead: row.content as Record<string, unknown>, faults: [], warnings: [] }
  const isHopeless = read.faults.some(({ pointer }) => pointer === '')
  const parsed: Parsed = isHopeless ? { errors: [] } : parse(read.lead, mode)
  const ofRow = { input: read.lead, ...(values && { values }) }
  const place = placer(ofRow, reading)
  const faults = [...parsed.errors.map(place), ...read.faults.map(noteOf)]
  const warnings = read.warnings.map(noteOf)
  if (faults.length > 0 || !parsed.request)
    return { ...ofRow, error: invalidRequest(faults), faults, warnings }
  if (parsed.request.firstName === '')
    warnings.push(
      place({
        pointer: '/firstName',
        code: 'name_missing',
        message: 'there is no name; the lead is stored without one',
      }),
    )
  const { request, dropped = [] } = parsed
  return { ...ofRow, request, dropped, faults: [], warnings }
}

/** Says of a fault which column it came from, and what stands there. */
export function placer(
  { input, values }: Pick<ReadRow, 'input' | 'values'>,
  reading: RowReading,
): (fault: RowNote) => RowNote {
  return (fault) => {
    if (!reading || !values) return fault
    const { columns } = reading.csv
    const fed = columnsOf(fault.pointer, input, reading.csv)
    const column = fed.find((one) => values[columns.indexOf(one)]?.trim()) ?? fed[0]
    if (!column) return fault
    const value = values[columns.indexOf(column)]
    return { ...fault, column: column.name, ...(value && { value: value.slice(0, maxValueLength) }) }
  }
}

const maxValueLength = 200

interface Parsed extends Pick<ReadRow, 'request' | 'dropped'> {
  errors: RowNote[]
}

/** As a create does it. */
function parse(given: unknown, mode: UnknownFieldsMode): Parsed {
  const gathered = gatherFields(given, 'create', mode)
  if (gathered && mode === 'reject' && gathered.unknown.length > 0)
    return { errors: unknownFieldErrors(gathered.unknown) }
  const input = gathered?.body ?? given
  const dropped = mode === 'keep' ? gathered?.dropped : []
  const parsed = CompiledCreateLeadRequest.safeParse(input)
  if (parsed.success) return { request: parsed.data, dropped, errors: [] }
  const lead = input as Record<string, unknown> | null
  if (isNameless(lead)) {
    const named = CompiledCreateLeadRequest.safeParse({ ...lead, firstName: '?' })
    if (named.success) return { request: { ...named.data, firstName: '' }, dropped, errors: [] }
    return { errors: toFieldErrors(named.error, input) }
  }
  return { errors: toFieldErrors(parsed.error, input) }
}

function isNameless(lead: Record<string, unknown> | null): boolean {
  if (typeof lead !== 'object' || lead === null || Array.isArray(lead)) return false
  const isBlank = (value: unknown) =>
    value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
  return isBlank(lead.firstName) && !(isBlank(lead.email) && isBlank(lead.phoneNumber))
}

function noteOf({ name, ...note }: RecordNote): RowNote {
  return { ...note, ...(name !== undefined && { column: name }) }
}

function faultError({ refusal, code, message }: RowFault): AppError {
  const errors = [{ pointer: '', code, message }]
  return refusal === 'invalid_request' ? invalidRequest(errors) : new AppError(refusal, message, { errors })
}
