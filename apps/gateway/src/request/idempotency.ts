import { hash } from 'node:crypto'
import { invalidRequest } from '@intake/contracts/app-error'
import type { IdempotencyClaim } from '@intake/leads/idempotency/stored-answer'
import type { Context } from 'hono'
import { headerOf } from './header-of.ts'

/**
 * The `Idempotency-Key` of a request, bare or as a quoted structured-field string, with a fingerprint of its body; null
 * without the header. Throws `invalid_request` unless the key is 1 to 255 printable ASCII characters.
 */
export function idempotencyClaim(
  c: Context,
  route: string,
  body: unknown,
  keepSeconds: number,
): IdempotencyClaim | null {
  const header = headerOf(c, 'idempotency-key')?.trim()
  if (header === undefined) return null
  const key = /^".*"$/.test(header) ? header.slice(1, -1) : header
  if (!/^[\x20-\x7e]{1,255}$/.test(key))
    throw invalidRequest([
      {
        pointer: '',
        code: 'invalid_idempotency_key',
        message: 'Idempotency-Key must be 1 to 255 printable ASCII characters',
      },
    ])
  const fingerprint = hash('sha256', canonicalJson(body), 'buffer')
  return { route, key, fingerprint, keepSeconds }
}

/** JSON with sorted keys and no white space, so that two spellings of the same body are the same text. Bodies aren't deep: see `parseJson`. */
function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join()}]`
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join()}}`
}
