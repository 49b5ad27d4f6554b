import type { z } from 'zod'
import type { FieldError } from './app-error.ts'
import { nearestName } from './near-name.ts'

const maxErrors = 50

/**
 * A failed parse as field errors with stable codes and RFC 6901 pointers: the first fault of each place, at most 50
 * places. `input` is what was parsed.
 */
export function toFieldErrors(error: z.ZodError, input: unknown): FieldError[] {
  const faults = new Map<string, FieldError>()
  for (const issue of error.issues.flatMap(ofItsKind)) {
    if (faults.size === maxErrors) break
    const pointer = toPointer(issue.path)
    if (faults.has(pointer)) continue
    const message = isMissing(issue, input) ? required(issue, input) : issue.message
    faults.set(pointer, { pointer, code: codeOf(issue, input), message })
  }
  return [...faults.values()]
}

/** Of a union the faults of the one kind of value that was meant, if there is one: an object's, where an object was given. */
function ofItsKind(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const meant = issue.errors.filter(
    (faults) => !faults.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  )
  const [only] = meant.length === 1 ? meant : []
  return only?.flatMap((fault) => ofItsKind({ ...fault, path: [...issue.path, ...fault.path] })) ?? [issue]
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

const maxNames = 100

/** Names the member that was perhaps meant to be this one, such as `first_name`. */
function required({ path }: z.core.$ZodIssue, input: unknown): string {
  const missing = String(path.at(-1))
  const around = valueAt(input, path.slice(0, -1))
  const given = typeof around === 'object' && around !== null ? Object.keys(around).slice(0, maxNames) : []
  const near = given.find((name) => nearestName(name, [missing]) !== null)
  return near === undefined ? 'is required' : `is required; did you mean it by "${near}"?`
}

function isMissing(issue: z.core.$ZodIssue, input: unknown): boolean {
  return issue.code === 'invalid_type' && valueAt(input, issue.path) === undefined
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const part of path)
    value = typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined
  return value
}
