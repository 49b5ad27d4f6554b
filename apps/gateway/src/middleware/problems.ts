import { AppError } from '@intake/contracts/app-error'
import type { Problem } from '@intake/contracts/problem'
import { isUnavailable } from '@intake/database/database-error'
import type { Logger } from '@intake/runtime/logger'
import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import type { GatewayEnv } from '../http.ts'
import { kindOf, problemType } from '../problem-kind.ts'
import { safePath } from './safe-path.ts'

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
    type: problemType(error.code),
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
