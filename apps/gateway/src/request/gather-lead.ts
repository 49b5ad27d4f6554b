import { invalidRequest } from '@intake/contracts/app-error'
import { gatherFields, type UnknownFieldsMode, unknownFieldsModes } from '@intake/contracts/gather-fields'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { headerOf } from './header-of.ts'
import { noteUnknownFields } from './note-unknown-fields.ts'

const maxNamed = 100

/**
 * A lead's body with everything in its field, as `gatherFields` does it. `Intake-Unknown-Fields` says what is done with members that are no
 * field. Throws `invalid_request` for another word there, and under `reject` for each such member.
 */
export function gatherLead(
  c: Context<GatewayEnv>,
  deps: Pick<GatewayDeps, 'warnings'>,
  call: 'create' | 'update',
  json: unknown,
): { body: unknown; dropped: readonly string[] } {
  const mode = unknownFields(c)
  const gathered = gatherFields(json, call, mode)
  if (!gathered) return { body: json, dropped: [] }
  const { body, unknown, dropped } = gathered
  if (mode === 'reject' && unknown.length > 0)
    throw invalidRequest(
      unknown.slice(0, maxNamed).map((name) => ({
        pointer: `/${name.slice(0, maxNamed).replaceAll('~', '~0').replaceAll('/', '~1')}`,
        code: 'unknown_field',
        message: 'is no field of a lead',
      })),
    )
  noteUnknownFields(c, deps, unknown)
  return { body, dropped: mode === 'keep' ? dropped : [] }
}

/** Throws `invalid_request` for another word. */
export function unknownFields(c: Context): UnknownFieldsMode {
  const header = headerOf(c, 'intake-unknown-fields')?.trim().toLowerCase() ?? 'keep'
  const mode = unknownFieldsModes.find((one) => one === header)
  if (mode) return mode
  throw invalidRequest([
    {
      pointer: '',
      code: 'invalid_unknown_fields',
      message: `Intake-Unknown-Fields must be ${unknownFieldsModes.join(', ')}`,
    },
  ])
}
