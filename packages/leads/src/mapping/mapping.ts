import type { ValueFrom } from '@intake/contracts/field-mapping'
import { splitFullName } from '@intake/contracts/split-full-name'
import { plainText } from './read-values.ts'

/** What a sender said, by name: cells of a row, answers of a form. A list has several values of one name. */
export type FlatRecord = Readonly<Record<string, unknown>>

/** Target → where it comes from, as `FieldMapping` of the contracts says it, less what is left out. */
export type Mapping = Readonly<Record<string, ValueFrom>>

/** A value and the name of the record that it came from; null of a constant. */
export interface Picked {
  value: string | boolean
  name: string | null
}

type IsNothing = (text: string, name: string) => boolean

/** Every filled value that a source finds in a record, in order; the first is the one that counts. */
export function pickAll(source: ValueFrom, record: FlatRecord, isNothing: IsNothing): Picked[] {
  if (typeof source === 'string')
    return Object.hasOwn(record, source) ? filled(record[source], source, isNothing) : []
  if ('first' in source) return source.first.flatMap((one) => pickAll(one, record, isNothing))
  if ('const' in source) return [{ value: plain(source.const), name: null }]
  if ('part' in source)
    return pickAll(source.of, record, isNothing)
      .slice(0, 1)
      .flatMap(({ value, name }) => {
        const { first, last } = splitFullName(String(value))
        const part = source.part === 'first' ? first : last
        return part ? [{ value: part, name }] : []
      })
  if ('values' in source)
    return pickAll(source.of, record, isNothing).map(({ value, name }) => ({
      value: plain(
        Object.hasOwn(source.values, String(value)) ? (source.values[String(value)] ?? value) : value,
      ),
      name,
    }))
  const parts = source.join.flatMap((one) => pickAll(one, record, isNothing)[0] ?? [])
  const [first] = parts
  const text = parts.map(({ value }) => String(value)).join(source.with ?? ' ')
  return first ? [{ value: text, name: first.name }] : []
}

function filled(value: unknown, name: string, isNothing: IsNothing): Picked[] {
  if (Array.isArray(value)) return value.flatMap((one) => filled(one, name, isNothing))
  if (typeof value === 'boolean') return [{ value, name }]
  if (typeof value !== 'string' && typeof value !== 'number') return []
  const text = plainText(String(value))
  return isNothing(text, name) ? [] : [{ value: text, name }]
}

function plain(value: string | number | boolean): string | boolean {
  return typeof value === 'number' ? String(value) : value
}
