import { otherSubject } from '@intake/contracts/warnings'
import type { Context } from 'hono'
import type { z } from 'zod'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

/** Of one body; a body may have thousands. */
const maxNoted = 20
// A name that may be a value (an address, a phone number, a sentence) isn't kept.
const sayable = /^(?!.*\d{5})[A-Za-z][A-Za-z0-9_-]{0,63}$/

/** Notes the members of a body that its schema doesn't know, and that are therefore ignored. Names only, top level only. */
export function noteUnknownFields(
  c: Context<GatewayEnv>,
  { warnings }: Pick<GatewayDeps, 'warnings'>,
  schema: z.ZodType,
  body: unknown,
): void {
  if (!warnings || !('shape' in schema) || typeof body !== 'object' || body === null) return
  const known = schema.shape as object
  let noted = 0
  for (const name in body) {
    if (Object.hasOwn(known, name)) continue
    const subject = sayable.test(name) ? name : otherSubject
    const { caller, requestId } = c.var
    warnings.note({ workspaceId: caller.workspaceId, kind: 'unknown_field', subject, requestId })
    if (++noted === maxNoted) return
  }
}
