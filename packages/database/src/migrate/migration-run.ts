import type pg from 'pg'
import { sqlState } from '../database-error.ts'
import type { MigrationEvent, Place } from './migration-event.ts'

/** What every part of a migrator's run is given. */
export interface MigrationRun {
  /** The one connection of the run: it holds the migrators' lock, so that a run that lost it can't go on. */
  client: pg.Client
  /** How long one file, step or batch may go on trying for its locks, ms. */
  waitMs: number
  /** How long one try waits for locks, ms. */
  lockTimeoutMs: number
  tell(event: MigrationEvent): Promise<void>
  /** What broke the connection; pg tells whoever asks next only that it is broken. */
  broken?: Error
}

/** A migration that began and didn't end. What it committed stays, and it can be run again. */
export class MigrationError extends Error {
  override name = 'MigrationError'

  constructor({ migration, step }: Place, reason: string, cause: unknown) {
    const place = step === null ? migration : `${migration}, step "${step}"`
    super(`migration ${place}: ${reason}. It can be run again, and goes on after what was committed.`, {
      cause,
    })
  }
}

/** Puts an error into words that name the place, unless that was done before. */
export function failureAt(run: MigrationRun, place: Place, error: unknown): MigrationError {
  if (error instanceof MigrationError) return error
  const cause = sqlState(error) === null ? (run.broken ?? error) : error
  return new MigrationError(place, messageOf(cause), cause)
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
