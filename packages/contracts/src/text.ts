import { z } from 'zod'

/** True unless the text holds a NUL or a lone surrogate, which Postgres can't store in text or jsonb. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** The text without what Postgres can't store: NUL goes, an unpaired surrogate becomes a replacement character. */
export function toStorableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

/** A string that Postgres can store. */
export const StorableText = z.string().refine(isStorableText, {
  error: 'must not contain NUL or unpaired surrogate characters',
  params: { code: 'unstorable_text' },
})

/** Trimmed text where null, absent and blank all mean "not given". Answers `string | undefined`. */
export function optionalText(maxLength: number) {
  return StorableText.trim()
    .max(maxLength)
    .nullish()
    .transform((text) => text || undefined)
}

const maxDepth = 32

/**
 * What keeps a parsed JSON value from being stored: text Postgres refuses (keys included), or nesting deeper than 32. Null when
 * the value is fine. It makes no objects: lists of members of a value of some megabytes take seconds.
 */
export function findUnstorableJson(value: unknown, depth = 0): 'unstorable_text' | 'too_deep' | null {
  if (typeof value === 'string') return isStorableText(value) ? null : 'unstorable_text'
  if (typeof value !== 'object' || value === null) return null
  if (depth >= maxDepth) return 'too_deep'
  if (Array.isArray(value)) return findFirst(value, depth)
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue
    const found = isStorableText(name)
      ? findUnstorableJson(value[name as keyof typeof value], depth + 1)
      : 'unstorable_text'
    if (found) return found
  }
  return null
}

function findFirst(items: readonly unknown[], depth: number) {
  for (const item of items) {
    const found = findUnstorableJson(item, depth + 1)
    if (found) return found
  }
  return null
}

type Refuse = (issue: { code: 'custom'; message: string; params: { code: string } }) => void

function refuseUnstorable(value: unknown, maxBytes: number, refuse: Refuse): void {
  const code = findUnstorableJson(value)
  if (code === 'too_deep')
    refuse({ code: 'custom', message: 'must not be nested deeper than 32', params: { code } })
  else if (code === 'unstorable_text')
    refuse({
      code: 'custom',
      message: 'must not contain NUL or unpaired surrogate characters',
      params: { code },
    })
  else if (maxBytes < Infinity && jsonBytes(value) > maxBytes)
    refuse({
      code: 'custom',
      message: `must be at most ${maxBytes} bytes as JSON`,
      params: { code: 'too_large' },
    })
}

/** Bytes of a value as JSON, in UTF-8. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '')
}

/** Any JSON value that Postgres can store, that is nested no deeper than 32 and no larger than this. */
export function storableJson(maxBytes: number) {
  return z
    .unknown()
    .superRefine((value, ctx) => refuseUnstorable(value, maxBytes, (issue) => ctx.addIssue(issue)))
}

/** {@link storableJson} without a bound of its own. */
export const StorableJson = storableJson(Infinity)

/** Storable JSON of a shape. It is looked at for depth and size first: `schema` may be recursive. */
export function storable<Schema extends z.ZodType>(schema: Schema, maxBytes = Infinity) {
  return z.preprocess((value, ctx) => {
    refuseUnstorable(value, maxBytes, (issue) => ctx.addIssue({ ...issue, input: value }))
    return value
  }, schema)
}
