import { type FieldError, invalidRequest } from '@intake/contracts/app-error'
import { toPointer } from '@intake/contracts/field-errors'
import { type ImportMapping, importFields } from '@intake/contracts/imports'
import type { CsvReading } from '@intake/database/tables'

type Columns = CsvReading['columns']

const checklistPrefix = 'checklist.'
export const maxColumns = 1000
/** A refused row repeats the names of its columns. */
const maxNameLength = 200

/** Names that other systems give to a field, less case and separators. */
const otherNames: Record<string, string> = {
  givenname: 'firstName',
  familyname: 'lastName',
  surname: 'lastName',
  business: 'businessName',
  company: 'businessName',
  companyname: 'businessName',
  emailaddress: 'email',
  mail: 'email',
  phone: 'phoneNumber',
  mobile: 'phoneNumber',
  mobilephone: 'phoneNumber',
  telephone: 'phoneNumber',
  externalid: 'externalLeadId',
  optout: 'didOptOut',
  optedout: 'didOptOut',
  tag: 'tags',
  labels: 'tags',
}
const fieldByName = new Map<string, string>([
  ...Object.entries(otherNames),
  ...importFields.map((field): [string, string] => [bare(field), field]),
])

/**
 * What each column of a header becomes: what the mapping says of it, else the field that its name is, in any case and with any
 * separators, else nothing. A name of our own goes before one of another system. Throws `invalid_request` with every fault: columns
 * that the file lacks, two for one field, codes that the checklist lacks, no first name, names that are too long.
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
  for (const [name, field] of Object.entries(mapping)) {
    const found = names.filter((one) => one === name.trim()).length
    if (found === 0) say(['mapping', name], 'unknown_column', 'the file has no such column')
    if (found > 1 && field !== null)
      say(['mapping', name], 'repeated_column', 'the file has several columns of this name')
  }
  const chosen = new Map(Object.entries(mapping).map(([name, field]) => [name.trim(), field]))
  const taken = new Set([...chosen.values()].filter((field) => field !== null))
  const columns = names.map((name) => ({ name, field: chosen.get(name) ?? null }))
  const ours = (name: string) =>
    importFields.find((field) => bare(field) === bare(name)) ?? checklistField(name)
  for (const find of [ours, (name: string) => fieldByName.get(bare(name)) ?? null])
    fillIn(columns, chosen, taken, find)
  refuseRepeats(columns, chosen, ours, say)
  for (const { name, field } of columns)
    if (field?.startsWith(checklistPrefix) && !codes.has(field.slice(checklistPrefix.length)))
      say(
        chosen.has(name) ? ['mapping', name] : [],
        'unknown_code',
        `unknown checklist item code "${field.slice(checklistPrefix.length)}"`,
      )
  if (!columns.some(({ field }) => field === 'firstName'))
    say(
      ['mapping'],
      'required',
      'no column is the firstName; name the one that is, {"<column>": "firstName"}',
    )
  if (errors.length > 0) throw invalidRequest(errors)
  return columns
}

/** Gives columns that nobody has chosen for the field that `find` sees in their name, where it is still free. */
function fillIn(
  columns: Columns,
  chosen: ReadonlyMap<string, unknown>,
  taken: Set<string>,
  find: (name: string) => string | null,
): void {
  for (const column of columns) {
    const field = chosen.has(column.name) || column.field !== null ? null : find(column.name)
    if (field === null || taken.has(field)) continue
    column.field = field
    taken.add(field)
  }
}

/** Two columns of one field: which one counts isn't ours to guess. */
function refuseRepeats(
  columns: Columns,
  chosen: ReadonlyMap<string, string | null>,
  ours: (name: string) => string | null,
  say: (path: string[], code: string, message: string) => void,
): void {
  const byField = new Map<string, string[]>()
  for (const { name } of columns) {
    const field = chosen.has(name) ? chosen.get(name) : ours(name)
    if (field) byField.set(field, [...(byField.get(field) ?? []), name])
  }
  for (const [field, names] of byField)
    if (names.length > 1)
      say(
        ['mapping'],
        'repeated_column',
        `several columns are the ${field}: ${names.map((name) => `"${name}"`).join(', ')}; map all but one to null`,
      )
}

function checklistField(name: string): string | null {
  return name.toLowerCase().startsWith(checklistPrefix)
    ? checklistPrefix + name.slice(checklistPrefix.length)
    : null
}

/** A name without case and separators. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
