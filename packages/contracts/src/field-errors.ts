import type { z } from 'zod'
import type { FieldError } from './app-error.ts'

const maxErrors = 50

/**
 * A failed parse as field errors with stable codes and RFC 6901 pointers: the first fault of each place, at most 50
 * places. `input` is what was parsed.
 */
export function toFieldErrors(error: z.ZodError, input: unknown): FieldError[] {
  const faults = new Map<string, FieldError>()
  for (const issue of error.issues) {
    if (faults.size === maxErrors) break
    const pointer = toPointer(issue.path)
    if (faults.has(pointer)) continue
    const message = isMissing(issue, input) ? 'is required' : issue.message
    faults.set(pointer, { pointer, code: codeOf(issue, input), message })
  }
  return [...faults.values()]
}

/** `['tags', 0]` → `/tags/0`, with `~` and `/` escaped. */
export function toPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function codeOf(issue: z.core.$ZodIssue, input: unknown): string {
  if (isMissing(issue, input)) return 'required'
  switch (issue.code) {
    case 'custom':
      return typeof issue.params?.code === 'string' ? issue.params.code : 'invalid_value'
    case 'too_big':
      return issue.origin === 'array' ? 'too_many' : 'too_long'
    case 'too_small':
      return issue.origin === 'array' ? 'too_few' : 'too_short'
    default:
      return issue.code
  }
}

function isMissing(issue: z.core.$ZodIssue, input: unknown): boolean {
  if (issue.code !== 'invalid_type') return false
  let value = input
  for (const part of issue.path)
    value = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined
  return value === undefined
}
