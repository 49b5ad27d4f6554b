import { invalidRequest } from '@intake/contracts/app-error'
import {
  gatherFields,
  type UnknownFieldsMode,
  unknownFieldErrors,
  unknownFieldsModes,
} from '@intake/contracts/gather-fields'
import type { Context } from 'hono'
import type { GatewayDeps, GatewayEnv } from '../http.ts'
import { headerOf } from './header-of.ts'
import { noteUnknownFields } from './note-unknown-fields.ts'

/**
 * A lead's body with everything in its field, as `gatherFields` does it. `mode` says what is done with members that are no field. Throws
 * `invalid_request` under `reject` for each such member.
 */
export function gatherLead(
  c: Context<GatewayEnv>,
  deps: Pick<GatewayDeps, 'warnings'>,
  call: 'create' | 'update',
  json: unknown,
  mode: UnknownFieldsMode,
): { body: unknown; dropped: readonly string[] } {
  const gathered = gatherFields(json, call, mode)
  if (!gathered) return { body: json, dropped: [] }
  const { body, unknown, dropped } = gathered
  if (mode === 'reject' && unknown.length > 0) throw invalidRequest(unknownFieldErrors(unknown))
  noteUnknownFields(c, deps, unknown)
  return { body, dropped: mode === 'keep' ? dropped : [] }
}

/** What `Intake-Unknown-Fields` says, else the workspace. Throws `invalid_request` for another word. */
export async function unknownFields(
  c: Context<GatewayEnv>,
  { configuration }: Pick<GatewayDeps, 'configuration'>,
): Promise<UnknownFieldsMode> {
  const header = headerOf(c, 'intake-unknown-fields')?.trim().toLowerCase()
  if (header === undefined)
    return (await configuration.workspace(c.get('caller').workspaceId))?.unknownFields ?? 'keep'
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
