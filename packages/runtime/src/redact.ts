import { serializeError } from './serialize-error.ts'

const hiddenKeys = new Set(
  [
    'email emailKey emailAddress phone phoneNumber phoneE164 mobile firstName lastName middleName fullName',
    'businessName legalName taxId ssn dateOfBirth website customFields custom attribution externalPortalLink',
    'authorization xApiKey apiKey testApiKey cookie setCookie password secret token sessionSecret idempotencyKey',
    'databaseUrl redisUrl connectionString parameters',
  ]
    .join(' ')
    .split(' ')
    .map(normalise),
)
const maxDepth = 6
const hidden = '[redacted]'

/**
 * Copies what is about to be logged, with the values of personal and secret keys hidden at any depth (spelling by
 * case, `-` and `_` doesn't matter) and errors reduced by {@link serializeError}. A second line of defence: code
 * logs ids, never payloads.
 */
export function redact(fields: Record<string, unknown>): Record<string, unknown> {
  return redactObject(fields, 0)
}

function redactObject(fields: object, depth: number): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(fields)) {
    out[key] = hiddenKeys.has(normalise(key)) && value != null ? hidden : redactValue(value, depth + 1)
  }
  return out
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Error) return serializeError(value)
  if (value instanceof Date) return value
  if (depth >= maxDepth) return '[too deep]'
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1))
  return redactObject(value, depth)
}

function normalise(key: string): string {
  return key.replace(/[-_]/g, '').toLowerCase()
}
