import { AppError } from '@intake/contracts/app-error'
import type { Problem } from '@intake/contracts/problem'
import { isUnavailable } from '@intake/database/database-error'
import type { Logger } from '@intake/runtime/logger'
import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { kindOf, problemType } from '../answer/problem-kind.ts'
import type { GatewayEnv } from '../http.ts'
import { safePath } from './safe-path.ts'

/** Turns what a handler threw into a problem document; what wasn't thrown on purpose is logged whole. */
export function onError(logger: Logger): ErrorHandler<GatewayEnv> {
  return (err, c) => {
    const error = toAppError(err)
    logFailure(logger, c, err, error)
    return problem(c, error)
  }
}

/** A log line about what isn't the client's doing. */
export function logFailure(logger: Logger, c: Context<GatewayEnv>, err: unknown, { code }: AppError): void {
  if (code === 'internal_error' || code === 'unavailable')
    logger.error({ err, requestId: c.get('requestId'), path: safePath(c) }, 'request failed')
}

export const onNotFound: NotFoundHandler<GatewayEnv> = (c) =>
  withoutSlash(c) ?? problem(c, new AppError('not_found', 'There is nothing at this address.'))

/** The redirect of an address below `/api` that ends with a slash. It is relative, so that no proxy's host gets into it. */
function withoutSlash(c: Context): Response | null {
  const [, path] = /^(\/api\/.*[^/])\/+$/.exec(c.req.path) ?? []
  return path ? c.redirect(path + new URL(c.req.url).search, 308) : null
}

/** For a known path with another method. */
export function refuseMethod(allowed: string) {
  return (c: Context<GatewayEnv>) => {
    c.header('Allow', allowed)
    return problem(c, new AppError('method_not_allowed', `This address takes ${allowed} only.`))
  }
}

// The process or its machine has run out of something: open files, memory, room on the disk.
const exhausted = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'ENOBUFS', 'ENOSPC', 'EDQUOT', 'EAGAIN'])

function isExhausted(err: unknown): boolean {
  return err instanceof Error && 'code' in err && exhausted.has(String(err.code))
}

/** The error that a client is told of; what wasn't thrown on purpose is a fault of ours and says nothing. */
export function toAppError(err: unknown): AppError {
  if (err instanceof AppError) return err
  if (isUnavailable(err))
    return new AppError('unavailable', 'The database is not available right now; try again shortly.', {
      retryAfter: 1,
    })
  if (isExhausted(err))
    return new AppError('unavailable', 'The service has no room for this right now; try again shortly.', {
      retryAfter: 1,
    })
  return new AppError('internal_error', 'Something went wrong on our side; the request id helps to find it.')
}

function problem(c: Context<GatewayEnv>, error: AppError): Response {
  c.set('problem', error.code)
  if (error.retryAfter !== undefined) c.header('Retry-After', String(error.retryAfter))
  c.header('Content-Type', 'application/problem+json')
  const text = JSON.stringify(problemDocument(c, error))
  c.set('bytes', Buffer.byteLength(text))
  return c.body(text, kindOf(error.code).status)
}

/** What a client is told of an error. */
export function problemDocument(c: Context<GatewayEnv>, error: AppError): Problem {
  const { status, title, retryable } = kindOf(error.code)
  return {
    type: problemType(error.code),
    title,
    status,
    detail: error.message,
    instance: c.req.path,
    success: false,
    error: error.message,
    code: error.code,
    requestId: c.get('requestId'),
    retryable,
    errors: error.errors,
    ...error.extensions,
  }
}
