/** Every stable error code a client can meet. The gateway maps each to its status in one place. */
export const errorCodes = [
  'invalid_request',
  'invalid_json',
  'unauthorized',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'request_timeout',
  'duplicate_lead',
  'opted_out',
  'idempotency_key_in_use',
  'idempotency_key_reused',
  'payload_too_large',
  'unsupported_media_type',
  'rate_limited',
  'internal_error',
  'overloaded',
  'unavailable',
] as const
export type ErrorCode = (typeof errorCodes)[number]

/** One thing that is wrong with a body; `pointer` is an RFC 6901 JSON pointer into it. */
export interface FieldError {
  pointer: string
  code: string
  message: string
}

export interface AppErrorOptions {
  errors?: FieldError[]
  /** Seconds after which a client should try again. */
  retryAfter?: number
  /** Members added to the problem document, for codes that name something (the existing lead, say). */
  extensions?: Record<string, unknown>
  cause?: unknown
}

/** The one error that verbs throw on purpose. `message` is shown to the client: never put secrets or other people's data in it. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly errors: FieldError[]
  readonly retryAfter: number | undefined
  readonly extensions: Record<string, unknown> | undefined

  constructor(code: ErrorCode, detail: string, options: AppErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.errors = options.errors ?? []
    this.retryAfter = options.retryAfter
    this.extensions = options.extensions
  }
}

/** A 400 that names each thing wrong with the body. */
export function invalidRequest(errors: FieldError[], cause?: unknown): AppError {
  const [first] = errors
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  const where = first?.pointer ? `${first.pointer}: ` : ''
  return new AppError(
    'invalid_request',
    first ? `${where}${first.message}${more}` : 'The request is invalid.',
    { errors, cause },
  )
}
