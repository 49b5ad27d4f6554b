/** A given value without the blanks around its text; null for one that is blanks and invisible characters alone. */
export function trimValue(value: unknown): unknown {
  if (isBlank(value)) return null
  if (typeof value === 'string') return value.trim()
  if (!isParts(value)) return value
  const parts = Object.entries(value)
  if (parts.length > 0 && parts.every(([, part]) => isBlank(part))) return null
  return Object.fromEntries(
    parts.map(([name, part]) => [name, typeof part === 'string' ? part.trim() : part]),
  )
}

/** Whether a value says nothing. */
export function isBlank(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && /^[\s\p{Cf}]*$/u.test(value))
}

/** An object, such as an address. */
function isParts(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
