import { invalidRequest } from '@intake/contracts/app-error'
import { DuplicatePolicy } from '@intake/contracts/duplicate-policy'
import type { Context } from 'hono'
import { headerOf } from './header-of.ts'

/** The `Intake-Duplicate-Policy` of a request; undefined without the header. Throws `invalid_request` for another word. */
export function duplicatePolicy(c: Context): DuplicatePolicy | undefined {
  const header = headerOf(c, 'intake-duplicate-policy')?.trim().toLowerCase()
  if (header === undefined) return undefined
  const policy = DuplicatePolicy.safeParse(header)
  if (policy.success) return policy.data
  throw invalidRequest([
    {
      pointer: '',
      code: 'invalid_duplicate_policy',
      message: `Intake-Duplicate-Policy must be ${DuplicatePolicy.options.join(', ')}`,
    },
  ])
}
