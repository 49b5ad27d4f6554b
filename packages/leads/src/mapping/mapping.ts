import { splitFullName } from '@intake/contracts/split-full-name'
import { plainText } from './read-values.ts'

/** What a sender said, by name: cells of a row, answers of a form. A list has several values of one name. */
export type FlatRecord = Readonly<Record<string, unknown>>

/** Where the value of a target comes from: a name of the record, or an operator on others. */
export type Source =
  | string
  /** The first that is filled. */
  | { readonly first: readonly Source[] }
  /** Part of a full name. */
  | { readonly part: 'first' | 'last'; readonly of: Source }
  | { readonly const: string | number | boolean }
  /** All that are filled, with a space or `with` between them. */
  | { readonly join: readonly Source[]; readonly with?: string }
  /** Values in the place of others; what isn't among them stays. */
  | { readonly values: Readonly<Record<string, string | number | boolean>>; readonly of: Source }

/**
 * Target → where it comes from. Targets are fields, `checklist.<code>`, `customFields.<name>`, `consent.<channel>`,
 * `optOut.<channel>`, and `tags[]`, which takes every value of its sources. There is no `not`: a box that wasn't ticked is no consent,
 * never an opt-out.
 */
export type Mapping = Readonly<Record<string, Source>>

/** A value and the name of the record that it came from; null of a constant. */
export interface Picked {
  value: string | boolean
  name: string | null
}

type IsNothing = (text: string, name: string) => boolean

/** Every filled value that a source finds in a record, in order; the first is the one that counts. */
export function pickAll(source: Source, record: FlatRecord, isNothing: IsNothing): Picked[] {
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
