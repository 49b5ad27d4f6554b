import { AppError } from '@intake/contracts/app-error'
import { parseJson } from '@intake/contracts/parse-json'
import { toStorableText } from '@intake/contracts/text'
import { UnreadableBody } from '../source-kind.ts'

export type Json = Readonly<Record<string, unknown>>

/** An object of a body in JSON; numbers beyond 2^53 are texts. Throws {@link UnreadableBody}. */
export function readObject(bytes: Buffer): Json {
  const json = readJson(bytes)
  if (!isObject(json)) throw new UnreadableBody('unexpected_body', 'the body is no JSON object')
  return json
}

/** What bytes say, for as long as they are there: the proof of some senders stands in the body, which is read for the lead again. */
const parsed = new WeakMap<Buffer, unknown>()

/** Any JSON. Throws {@link UnreadableBody}. */
export function readJson(bytes: Buffer): unknown {
  if (parsed.has(bytes)) return parsed.get(bytes)
  try {
    const json = parseJson(bytes)
    parsed.set(bytes, json)
    return json
  } catch (error) {
    if (error instanceof AppError) throw new UnreadableBody('invalid_json', error.message)
    throw error
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The objects of a list; none where there is no list. */
export function objectsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** A text or a number as a text that can be stored; undefined for anything else and for nothing. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return undefined
  return toStorableText(value).trim() || undefined
}

/** A record that takes any name, `__proto__` and `constructor` among them. */
export function newRecord(): Record<string, unknown> {
  return Object.create(null)
}

/** Adds what was said under a name. Several values of one name are a list. */
export function addTo(record: Record<string, unknown>, name: string, value: unknown): void {
  if (value === undefined || value === null || value === '') return
  const before = record[name]
  record[name] = before === undefined ? value : [before, value].flat()
}

/** Entries of one body; one with more is for a person to look at, as a whole. */
const maxEntries = 1000

/** Throws {@link UnreadableBody} for more leads than a body may hold. */
export function checkCount({ length }: readonly unknown[]): void {
  if (length > maxEntries) throw new UnreadableBody('too_many', `a body holds at most ${maxEntries} leads`)
}

/** What stands at a path such as `data.fields.0`. */
export function atPath(json: unknown, path: string): unknown {
  let value = json
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
  }
  return value
}

/** Members that have a value. */
export function filledOf(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined && value !== null),
  )
}

/** ISO text of a time given as Unix seconds, milliseconds, or a text; undefined where it can't be read. */
export function timeOf(value: unknown): string | undefined {
  const text = textOf(value)
  if (text === undefined) return undefined
  const number = /^\d{9,14}$/.test(text) ? Number(text) : null
  // Meta writes an offset without its colon.
  const time = new Date(
    number === null ? text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2') : number < 1e11 ? number * 1000 : number,
  )
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}
