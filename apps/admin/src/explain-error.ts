import { AppError } from '@intake/contracts/app-error'
import { MigrationError } from '@intake/database/migrate/migration-run'
import { NotWritableError } from '@intake/database/not-writable-error'
import { ConfigError } from '@intake/runtime/parse-config'
import { AdminError } from './admin-error.ts'
import type { Failure } from './output.ts'

const away = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ENOENT',
])

/** What to tell the operator. Never the address of the database: it may hold a password. */
export function explainError(error: unknown): Failure {
  if (error instanceof AdminError) return error.failure
  if (error instanceof AppError)
    return {
      code: error.code,
      message: error.message,
      ...(error.errors.length > 0 && {
        errors: error.errors.map(({ pointer, message }) => ({ place: pointer || '/', message })),
      }),
    }
  if (error instanceof ConfigError) return { code: 'bad_configuration', message: error.message }
  if (error instanceof MigrationError) return { code: 'migration_failed', message: error.message }
  if (error instanceof NotWritableError)
    return { code: 'database_read_only', message: `${error.message}. Use the address of the primary.` }
  const message = error instanceof Error ? error.message : String(error)
  if (message.startsWith('the database schema is behind')) return { code: 'schema_behind', message }
  return databaseFailure(error, message) ?? { code: 'failed', message }
}

function databaseFailure(error: unknown, message: string): Failure | null {
  const code = codeOf(error)
  if (away.has(code) || /timeout exceeded when trying to connect|Connection terminated/.test(message))
    return {
      code: 'database_away',
      message: `The database does not answer (${code || message}). Is it running, and is its address right?`,
    }
  if (code === '57P03') return { code: 'database_away', message: `The database is not ready: ${message}.` }
  if (code.startsWith('28')) return { code: 'database_refused', message: `The database says: ${message}.` }
  if (code === '3D000')
    return { code: 'database_missing', message: `The database says: ${message}. Create it first.` }
  return null
}

/** `localhost` is tried on two addresses, and an AggregateError holds one error for each. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && !('code' in error)) return codeOf(error.errors[0])
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
