import { createHash } from 'node:crypto'
import { invalidRequest } from '@intake/contracts/app-error'

const idBytes = 16
const sumBytes = 12

/** A position in a list, opaque to clients. `scope` is all that the list depends on, the workspace first. */
export function makeCursor(scope: readonly unknown[], id: string): string {
  const sum = createHash('sha256')
    .update(JSON.stringify([scope, id]))
    .digest()
    .subarray(0, sumBytes)
  return Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), sum]).toString('base64url')
}

/**
 * The id that a cursor stands for. Throws `invalid_request` unless it was made for the same scope: a cursor of another
 * workspace or with other filters is as invalid as any other text. It grants nothing: queries name the caller's workspace.
 */
export function readCursor(scope: readonly unknown[], cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url')
  const hex = bytes.subarray(0, idBytes).toString('hex')
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  if (bytes.length === idBytes + sumBytes && makeCursor(scope, id) === cursor) return id
  throw invalidRequest([
    { pointer: '/cursor', code: 'invalid_cursor', message: 'is no cursor of this list with these filters' },
  ])
}
