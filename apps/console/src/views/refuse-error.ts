import { AppError } from '@intake/contracts/app-error'
import { isUnavailable } from '@intake/database/database-error'
import type { Logger } from '@intake/runtime/logger'
import type { Context } from 'hono'
import { refuse } from './refuse.ts'

/** What a page says when its work failed: what the verb said, that Postgres is away, or nothing but that it went wrong. */
export function refuseError(c: Context, err: Error, logger: Logger) {
  if (err instanceof AppError)
    return err.code === 'not_found'
      ? refuse(c, 404, 'Not found', err.message)
      : refuse(c, 400, 'Refused', err.message)
  if (isUnavailable(err)) {
    logger.warn({ err, path: c.req.path }, 'a console page had no Postgres')
    return refuse(c, 503, 'Postgres can’t be reached', 'The page is shown again once it is back.')
  }
  logger.error({ err, path: c.req.path }, 'a console page failed')
  return refuse(c, 500, 'Something went wrong', 'The console could not show this page. Its log says why.')
}
