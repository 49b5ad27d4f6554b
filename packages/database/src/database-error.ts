import pg from 'pg'
import { NotWritableError } from './not-writable-error.ts'

/** SQLSTATE of an error that Postgres reported, or null for anything else (`EPIPE` of a socket looks like one). */
export function sqlState(error: unknown): string | null {
  return (error instanceof pg.DatabaseError && error.code) || null
}

/** A value that Postgres refuses (class 22), a constraint (23), a limit (54) or a trigger's own exception (P0). */
export function isItemError(error: unknown): boolean {
  return ['22', '23', '54', 'P0'].includes(sqlState(error)?.slice(0, 2) ?? '')
}

/** Serialization failure or deadlock: the same transaction is likely to pass when run again. */
export function isPassing(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlState(error) ?? '')
}

/** A statement ran into its time limit, and was cancelled (57014). With less to do it may pass. */
export function isOutOfTime(error: unknown): boolean {
  return sqlState(error) === '57014'
}

const connectionCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
])

/**
 * Postgres can't be reached or is too busy: connection errors (class 08), operator intervention such as a shutdown (57),
 * no room (53), a lock or connection waited for too long, a server that only reads (a standby, a failover under way), and what the
 * driver and the socket say of it.
 */
export function isUnavailable(error: unknown): boolean {
  const state = sqlState(error)
  if (error instanceof NotWritableError) return true
  if (state) return ['08', '57', '53'].includes(state.slice(0, 2)) || ['55P03', '25006'].includes(state)
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && connectionCodes.has(error.code)) return true
  return /connection terminated|timeout exceeded when trying to connect|query read timeout|is not queryable|timeout expired/i.test(
    error.message,
  )
}
