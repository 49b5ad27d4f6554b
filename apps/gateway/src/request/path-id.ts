import { AppError } from '@intake/contracts/app-error'
import type { Context } from 'hono'
import { z } from 'zod'

const Id = z.guid()

/** An id of the path, in lower case. Throws `not_found` for what is no UUID. */
export function pathId(
  c: Context,
  name: 'id' | 'logId',
  what = name === 'id' ? 'lead' : 'action log',
): string {
  const id = Id.safeParse(c.req.param(name))
  if (!id.success) throw new AppError('not_found', `There is no such ${what}.`)
  return id.data.toLowerCase()
}
