import type { CsvReading } from '@intake/database/tables'
import { createRecordReader, type ReadRecord, type RecordNote } from '../mapping/read-record.ts'
import { mappingOf, mendColumns } from './map-columns.ts'

const checklistPrefix = 'checklist.'

/** A row as it was read: the body of a create, why it can't be one, and what its sender should know. Names are those of columns. */
export type RowReader = (values: readonly string[]) => ReadRecord

/** Reads rows of a CSV as its columns say. */
export function createRowReader(csv: CsvReading): RowReader {
  const { columns, tagSeparators } = csv
  const read = createRecordReader(mappingOf(columns), { tagSeparators })
  /** Columns up to the last that has a name. */
  const named = columns.findLastIndex(({ name }) => name !== '') + 1
  const hasContacts = columns.some(({ field }) => field === 'email' || field === 'phoneNumber')
  const withColumn = <Note extends Pick<RecordNote, 'name'>>(note: Note): Note =>
    note.name === undefined ? note : { ...note, name: columns[Number(note.name)]?.name ?? '' }
  return (values) => {
    if (isHeader(values, columns)) return { lead: {}, faults: [repeatedHeader], warnings: [] }
    const surplus = surplusOf(values, columns.length)
    if (surplus) return { lead: {}, faults: [surplus], warnings: [] }
    // The values are the record: their names are their places.
    const { lead, faults, warnings } = read(values as unknown as Record<string, string>)
    if (hasContacts && isFooter(values, columns) && !lead.email && !lead.phoneNumber)
      return { lead, faults: [footer(columns.length)], warnings: [] }
    if (values.slice(named).some((value) => value.trim() !== '')) warnings.push(besideColumns)
    if (values.length < columns.length) warnings.push(shortRow(values.length, columns.length))
    const consents = lead.consent as { evidence: { name?: string } }[] | undefined
    if (consents) lead.consent = consents.map((one) => ({ ...one, evidence: withColumn(one.evidence) }))
    return { lead, faults: faults.map(withColumn), warnings: warnings.map(withColumn) }
  }
}

/** Files that were put together have a header amid their rows. */
function isHeader(values: readonly string[], columns: CsvReading['columns']): boolean {
  return columns.every(({ name }, index) => (values[index] ?? '').trim() === name)
}

const repeatedHeader: RecordNote = {
  pointer: '',
  code: 'repeated_header',
  message: 'the row repeats the names of the columns',
}

const besideColumns: RecordNote = {
  pointer: '',
  code: 'column_without_name',
  message: 'a value stands under a column that has no name; it is left out',
}

/** Values beyond the last column stand for a delimiter that nobody quoted, and the rest of the row is not to be trusted. */
function surplusOf(values: readonly string[], columns: number): RecordNote | null {
  if (values.length <= columns || values.slice(columns).every((value) => value.trim() === '')) return null
  return {
    pointer: '',
    code: 'too_many_values',
    message: `the row has ${values.length} values, the header ${columns}`,
  }
}

function isFooter(values: readonly string[], columns: CsvReading['columns']): boolean {
  const own = values.filter((_value, index) => !mendColumns.includes(columns[index]?.name ?? ''))
  return columns.length > 1 && own.filter((value) => value.trim() !== '').length <= 1
}

function footer(columns: number): RecordNote {
  return {
    pointer: '',
    code: 'footer_row',
    message: `the row has one value under ${columns} columns and no contact: it looks like the foot of a report`,
  }
}

function shortRow(values: number, columns: number): RecordNote {
  return {
    pointer: '',
    code: 'short_row',
    message: `the row has ${values} values, the header ${columns}`,
  }
}

/** The columns that feed what a pointer into the lead points at. */
export function columnsOf(pointer: string, lead: unknown, { columns }: CsvReading): CsvReading['columns'] {
  const [, member, index] = pointer.split('/')
  const items = (lead as { checklistItems?: { code: string }[] } | null)?.checklistItems
  const field = member === 'checklistItems' ? `${checklistPrefix}${items?.[Number(index)]?.code}` : member
  const own = columns.filter((column) => column.field === field)
  const isName = field === 'firstName' || field === 'lastName'
  return own.length > 0 || !isName ? own : columns.filter((column) => column.field === 'fullName')
}
