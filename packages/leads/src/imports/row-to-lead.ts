import type { CsvReading } from '@intake/database/tables'
import type { RowFault } from './file-row.ts'

const checklistPrefix = 'checklist.'
const truths = new Map([
  ...['true', 'yes', 'y', '1'].map((word): [string, boolean] => [word, true]),
  ...['false', 'no', 'n', '0'].map((word): [string, boolean] => [word, false]),
])

/** Makes the body of a create out of a row's values. What isn't right about it is for the create to say. */
export function rowToLead(
  values: readonly string[],
  { columns, tagSeparators }: CsvReading,
): Record<string, unknown> {
  const lead: Record<string, unknown> = {}
  const checklistItems: { code: string; value: string }[] = []
  for (const [index, { field }] of columns.entries()) {
    const value = values[index]?.trim()
    if (!field || !value) continue
    if (field.startsWith(checklistPrefix))
      checklistItems.push({ code: field.slice(checklistPrefix.length), value })
    else lead[field] = convert(field, value, tagSeparators)
  }
  if (checklistItems.length > 0) lead.checklistItems = checklistItems
  return lead
}

function convert(field: string, value: string, tagSeparators: string): unknown {
  if (field === 'tags') return splitTags(value, tagSeparators)
  if (field === 'didOptOut' || field === 'emailVerified') return truths.get(value.toLowerCase()) ?? value
  if (field === 'assigneeType')
    return /^(agent|manual)$/i.test(value) ? value.toLowerCase() : value.toUpperCase()
  return value
}

function splitTags(value: string, separators: string): string[] {
  const tags = ['']
  for (const character of value)
    if (separators.includes(character)) tags.push('')
    else tags.push((tags.pop() ?? '') + character)
  return tags.map((tag) => tag.trim()).filter(Boolean)
}

/** Values beyond the last column stand for a delimiter that nobody quoted, and the rest of the row is not to be trusted. */
export function findSurplus(values: readonly string[], { columns }: CsvReading): RowFault | null {
  if (values.slice(columns.length).every((value) => value.trim() === '')) return null
  return {
    refusal: 'invalid_request',
    code: 'too_many_values',
    message: `the row has ${values.length} values, the header ${columns.length}`,
  }
}

/** The column that a pointer into the lead points at. */
export function columnOf(pointer: string, lead: unknown, { columns }: CsvReading): string | undefined {
  const [, member, index] = pointer.split('/')
  const items = (lead as { checklistItems?: { code: string }[] } | null)?.checklistItems
  const field = member === 'checklistItems' ? `${checklistPrefix}${items?.[Number(index)]?.code}` : member
  return columns.find((column) => column.field === field)?.name
}
