import { AppError, type ErrorCode } from '@intake/contracts/app-error'
import type { Problem } from '@intake/contracts/problem'
import { isUnavailable } from '@intake/database/database-error'
import type { Logger } from '@intake/runtime/logger'
import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { GatewayEnv } from '../http.ts'
import { safePath } from './safe-path.ts'

interface Kind {
  status: ContentfulStatusCode
  title: string
  /** Whether the same request may succeed later. */
  retryable: boolean
}

/** The one place where error codes become HTTP. */
function kindOf(code: ErrorCode): Kind {
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
    case 'duplicate_lead':
      return { status: 409, title: 'Duplicate lead', retryable: false }
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

/** Turns what a handler threw into a problem document; what wasn't thrown on purpose is logged whole. */
export function onError(logger: Logger): ErrorHandler<GatewayEnv> {
  return (err, c) => {
    const error = toAppError(err)
    if (error.code === 'internal_error' || error.code === 'unavailable')
      logger.error({ err, requestId: c.var.requestId, path: safePath(c) }, 'request failed')
    return problem(c, error)
  }
}

export const onNotFound: NotFoundHandler<GatewayEnv> = (c) =>
  problem(c, new AppError('not_found', 'There is nothing at this address.'))

/** For a known path with another method. */
export function refuseMethod(allowed: string) {
  return (c: Context<GatewayEnv>) => {
    c.header('Allow', allowed)
    return problem(c, new AppError('method_not_allowed', `This address takes ${allowed} only.`))
  }
}

function toAppError(err: unknown): AppError {
  if (err instanceof AppError) return err
  if (isUnavailable(err))
    return new AppError('unavailable', 'The database is not available right now; try again shortly.', {
      retryAfter: 1,
    })
  return new AppError('internal_error', 'Something went wrong on our side; the request id helps to find it.')
}

function problem(c: Context<GatewayEnv>, error: AppError): Response {
  const { status, title, retryable } = kindOf(error.code)
  c.set('problem', error.code)
  const body: Problem = {
    type: `urn:intake:problem:${error.code.replaceAll('_', '-')}`,
    title,
    status,
    detail: error.message,
    instance: c.req.path,
    success: false,
    error: error.message,
    code: error.code,
    requestId: c.var.requestId,
    retryable,
    errors: error.errors,
    ...error.extensions,
  }
  if (error.retryAfter !== undefined) c.header('Retry-After', String(error.retryAfter))
  c.header('Content-Type', 'application/problem+json')
  return c.body(JSON.stringify(body), status)
}
