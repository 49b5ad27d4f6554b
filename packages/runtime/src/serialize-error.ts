/** What a log line keeps of an error. */
export type SerializedError = {
  type: string
  message: string
  stack?: string
  code?: string | number
  cause?: SerializedError
  errors?: SerializedError[]
  [field: string]: unknown
}

const keptFields = [
  'code',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
  'syscall',
  'port',
]
const maxDepth = 4
const maxErrors = 10

/**
 * Keeps of an error what helps to find a fault, by allow list: name, message, stack, code, causes, and the names
 * (never the values) that Postgres reports. pg's `detail`, `where` and `parameters` and ioredis's `command` hold row
 * values and passwords, so they stay out.
 */
export function serializeError(error: unknown, depth = 0): SerializedError {
  if (!(error instanceof Error)) return { type: typeof error, message: describe(error) }
  const message = safeMessage(error)
  const out: SerializedError = { type: error.name, message }
  if (error.stack !== undefined) out.stack = error.stack.replace(error.message, () => message)
  const fields = new Map<string, unknown>(Object.entries(error))
  for (const name of keptFields) {
    const value = fields.get(name)
    if (typeof value === 'string' || typeof value === 'number') out[name] = value
  }
  if (depth >= maxDepth) return out
  if (error.cause !== undefined) out.cause = serializeError(error.cause, depth + 1)
  if (error instanceof AggregateError) {
    out.errors = error.errors.slice(0, maxErrors).map((inner) => serializeError(inner, depth + 1))
  }
  return out
}

/**
 * The message of an error without row values: Postgres quotes the offending input in its data exceptions (class 22,
 * `invalid input syntax for type uuid: "…"`), so those end before the quotation. A function's own
 * exception (class P0) may say anything. A SyntaxError of JSON.parse quotes the text.
 */
export function safeMessage(error: Error): string {
  const sqlState = 'severity' in error && 'code' in error ? String(error.code) : ''
  if (sqlState.startsWith('P0')) return 'an exception raised by a function of the database'
  const quotesInput = sqlState.startsWith('22') || error instanceof SyntaxError
  return quotesInput ? error.message.replace(/"[\s\S]*"/, '"[redacted]"') : error.message
}

function describe(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : 'a value that is no Error'
}
