import { otherSubject } from '@intake/contracts/warnings'
import type { Context } from 'hono'
import type { z } from 'zod'
import type { GatewayDeps, GatewayEnv } from '../http.ts'

/** Of one body; a body may have thousands. */
const maxNoted = 20
// A name that may be a value (an address, a phone number, a sentence) isn't kept.
const sayable = /^(?!.*\d{5})[A-Za-z][A-Za-z0-9_-]{0,63}$/

/** Notes the members of a body that are no field. Names only. */
export function noteUnknownFields(
  c: Context<GatewayEnv>,
  { warnings }: Pick<GatewayDeps, 'warnings'>,
  names: readonly string[],
): void {
  if (!warnings) return
  const { caller, requestId } = c.var
  for (const name of names.slice(0, maxNoted)) {
    const subject = sayable.test(name) ? name : otherSubject
    warnings.note({ workspaceId: caller.workspaceId, kind: 'unknown_field', subject, requestId })
  }
}

/** The members of a body that its schema doesn't know, at its top level. */
export function unknownNames(schema: z.ZodType, body: unknown): string[] {
  if (!('shape' in schema) || typeof body !== 'object' || body === null) return []
  const known = schema.shape as object
  const names: string[] = []
  for (const name in body) if (!Object.hasOwn(known, name)) names.push(name)
  return names
}
