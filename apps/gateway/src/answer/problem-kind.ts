import type { ErrorCode } from '@intake/contracts/app-error'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** What an error code means in HTTP. */
export interface ProblemKind {
  status: ContentfulStatusCode
  title: string
  /** Whether the same request may succeed later. */
  retryable: boolean
}

/** The one place where error codes become HTTP. */
export function kindOf(code: ErrorCode): ProblemKind {
  switch (code) {
    case 'invalid_request':
      return { status: 400, title: 'Invalid request', retryable: false }
    case 'invalid_json':
      return { status: 400, title: 'Invalid JSON', retryable: false }
    case 'unauthorized':
      return { status: 401, title: 'Unauthorized', retryable: false }
    case 'forbidden':
      return { status: 403, title: 'Forbidden', retryable: false }
    case 'not_found':
      return { status: 404, title: 'Not found', retryable: false }
    case 'method_not_allowed':
      return { status: 405, title: 'Method not allowed', retryable: false }
    case 'request_timeout':
      return { status: 408, title: 'Request timeout', retryable: true }
    case 'duplicate_lead':
      return { status: 409, title: 'Duplicate lead', retryable: false }
    case 'opted_out':
      return { status: 409, title: 'Opted out', retryable: false }
    case 'idempotency_key_in_use':
      return { status: 409, title: 'Idempotency key in use', retryable: true }
    case 'payload_too_large':
      return { status: 413, title: 'Payload too large', retryable: false }
    case 'unsupported_media_type':
      return { status: 415, title: 'Unsupported media type', retryable: false }
    case 'idempotency_key_reused':
      return { status: 422, title: 'Idempotency key reused', retryable: false }
    case 'rate_limited':
      return { status: 429, title: 'Too many requests', retryable: true }
    case 'internal_error':
      return { status: 500, title: 'Internal error', retryable: true }
    case 'overloaded':
      return { status: 503, title: 'Overloaded', retryable: true }
    case 'unavailable':
      return { status: 503, title: 'Unavailable', retryable: true }
  }
}

/** Where the pages about kinds of problems are. */
export const problemPages = '/problems'

/** The URI reference that names a kind of problem, and leads to its page at the same gateway. */
export function problemType(code: ErrorCode): string {
  return `${problemPages}/${code.replaceAll('_', '-')}`
}
