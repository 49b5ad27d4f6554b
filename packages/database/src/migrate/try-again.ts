import { setTimeout as pause } from 'node:timers/promises'
import { isPassing, sqlState } from '../database-error.ts'
import type { Place } from './migration-event.ts'
import { MigrationError, type MigrationRun, messageOf } from './migration-run.ts'

const longestPauseMs = 15_000
const shownLength = 100

/** Says which statement is being run. */
export type Note = (statement: string) => void

/**
 * Makes attempts until one passes. One that got no lock in time, met a deadlock or a serialization failure is made
 * again after a pause; an attempt leaves nothing behind when it throws. Pauses grow, and begin at the time that a try
 * may wait, so that traffic behind it has at least as long to itself.
 * @throws MigrationError once this has gone on for the run's `waitMs`; any other error as it comes
 */
export async function tryAgain<Result>(
  run: MigrationRun,
  place: Place,
  attempt: (note: Note) => Promise<Result>,
): Promise<Result> {
  let statement = ''
  const note: Note = (text) => {
    statement = text
  }
  let deadline: number | undefined
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(note)
    } catch (error) {
      const code = sqlState(error)
      if (code === null || !(code === '55P03' || isPassing(error))) throw error
      const now = performance.now()
      deadline ??= now + run.waitMs
      const shown = shorten(statement)
      if (now >= deadline)
        throw new MigrationError(
          place,
          `${messageOf(error)}, after ${Math.round(run.waitMs / 1000)} s of tries (${tries}), in: ${shown}`,
          error,
        )
      const pauseMs = Math.min(growingPause(run.lockTimeoutMs, tries), deadline - now)
      await run.tell({ type: 'waiting', ...place, code, statement: shown, tries, pauseMs })
      await pause(pauseMs)
    }
  }
}

/** Doubles with each try; up to twice as long by chance, so that two that met don't meet again. */
function growingPause(firstMs: number, tries: number): number {
  return Math.min(firstMs * 2 ** (tries - 1), longestPauseMs) * (1 + Math.random())
}

/** The beginning of a statement on one line. */
export function shorten(statement: string): string {
  const line = statement.replaceAll(/\s+/g, ' ')
  return line.length > shownLength ? `${line.slice(0, shownLength)}…` : line
}
