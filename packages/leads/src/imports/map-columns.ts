import { type FieldError, invalidRequest } from '@intake/contracts/app-error'
import { toPointer } from '@intake/contracts/field-errors'
import type { ValueFrom } from '@intake/contracts/field-mapping'
import { type ImportMapping, ImportTarget, importFields } from '@intake/contracts/imports'
import type { CsvReading } from '@intake/database/tables'
import { anyNameTarget, targetOf } from '../mapping/known-names.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { isOptOutTarget, optOutTarget, unreadOptOuts } from '../mapping/opt-out-names.ts'

type Columns = CsvReading['columns']

const checklistPrefix = 'checklist.'
const prefixes = [checklistPrefix, 'customFields.', 'consent.']
export const maxColumns = 1000
/** What stands in front of the original columns when refused rows are given back: no part of a row that is sent again. */
export const mendColumns = ['refused_line', 'refused_reason']
/** A refused row repeats the names of its columns. */
const maxNameLength = 200

/**
 * What each column of a header becomes: what the mapping says of it, else the field that its name is known as, else nothing. A field that
 * the mapping gives to some column goes to no other, but for opt-outs. Throws `invalid_request` with every fault: columns that the file
 * lacks, codes that the checklist lacks, no name, names that are too long, and what looks like an opt-out and isn't mapped.
 */
export function mapColumns(
  names: readonly string[],
  mapping: ImportMapping,
  codes: ReadonlyMap<string, unknown>,
): Columns {
  if (names.some((name) => name.length > maxNameLength))
    throw invalidRequest([
      {
        pointer: '',
        code: 'invalid_header',
        message: `the name of a column has at most ${maxNameLength} characters`,
      },
    ])
  const errors: FieldError[] = []
  const say = (path: string[], code: string, message: string) =>
    errors.push({ pointer: toPointer(path), code, message })
  if (names.length > maxColumns) say([], 'too_many', `a file has at most ${maxColumns} columns`)
  for (const name of Object.keys(mapping))
    if (!names.includes(name.trim())) say(['mapping', name], 'unknown_column', 'the file has no such column')
  const chosen = chosenOf(mapping)
  const columns = recognize(names, chosen)
  for (const { name, field } of columns)
    if (field?.startsWith(checklistPrefix) && !codes.has(field.slice(checklistPrefix.length)))
      say(
        chosen.has(name) ? ['mapping', name] : [],
        'unknown_code',
        `unknown checklist item code "${field.slice(checklistPrefix.length)}"`,
      )
  const fields = new Set(columns.map(({ field }) => field))
  if (!['firstName', 'fullName', 'lastName'].some((field) => fields.has(field)))
    say(
      ['mapping'],
      'required',
      'no column is the firstName or the fullName; name the one that is, {"<column>": "firstName"}',
    )
  const unread = columns.filter(({ name, field }) => field === null && !chosen.has(name))
  for (const name of unreadOptOuts(
    unread.map((column) => column.name),
    columns.some(({ field }) => isOptOutTarget(field)),
  ))
    say(
      ['mapping', name],
      'unmapped_opt_out',
      `"${name}" looks like an opt-out: map it to "didOptOut", or to null to leave it out`,
    )
  if (errors.length > 0) throw invalidRequest(errors)
  return columns
}

/** How many of these names some field goes by, or the mapping names. */
export function countKnown(names: readonly string[], mapping: ImportMapping): number {
  const chosen = chosenOf(mapping)
  return recognize(names, chosen).filter(({ name, field }) => field !== null || chosen.has(name)).length
}

function chosenOf(mapping: ImportMapping): Map<string, string | null> {
  return new Map(Object.entries(mapping).map(([name, field]) => [name.trim(), field]))
}

function recognize(names: readonly string[], chosen: ReadonlyMap<string, string | null>): Columns {
  const taken = new Set(chosen.values())
  const unlessTaken = (field: string | null) => (taken.has(field) && !isOptOutTarget(field) ? null : field)
  const columns = names.map((name) => ({
    name,
    field: chosen.has(name)
      ? (chosen.get(name) ?? null)
      : unlessTaken(prefixedField(name) ?? optOutTarget(name) ?? targetOf(name, importFields)),
  }))
  const fields = new Set(columns.map(({ field }) => field))
  for (const column of columns)
    if (column.field === null && !chosen.has(column.name))
      column.field = unlessTaken(anyNameTarget(column.name, fields))
  return columns
}

/** `checklist.<code>` and its like, in any case. */
function prefixedField(name: string): string | null {
  const prefix = prefixes.find((one) => name.toLowerCase().startsWith(one.toLowerCase()))
  const field = prefix && prefix + name.slice(prefix.length)
  return field && ImportTarget.safeParse(field).success ? field : null
}

/** The columns as a mapping of records that are the values of a row: a column's name in them is its place. */
export function mappingOf(columns: Columns): Mapping {
  const places = new Map<string, ValueFrom[]>()
  for (const [index, { field }] of columns.entries())
    if (field !== null) places.set(field, [...(places.get(field) ?? []), String(index)])
  const fullNames = places.get('fullName')
  if (fullNames)
    for (const part of ['first', 'last'] as const) {
      const own = places.get(`${part}Name`) ?? []
      places.set(`${part}Name`, [...own, { part, of: { first: fullNames } }])
    }
  places.delete('fullName')
  return Object.fromEntries(
    [...places].map(([field, first]) => [field === 'tags' ? 'tags[]' : field, { first }]),
  )
}
