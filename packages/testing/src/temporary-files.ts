import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'

/** Has this process and those that it starts put their temporary files below a new directory. Answers its path. */
export function gatherTemporaryFiles(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `intake-${name}-`))
  // Servers that run as another user have to get through to their own.
  chmodSync(directory, 0o711)
  process.env.TMPDIR = directory
  return directory
}

/** {@link gatherTemporaryFiles} for a program: they are gone when it ends, and SIGINT and SIGTERM end it no otherwise. */
export function ownTemporaryFiles(name: string): void {
  const directory = gatherTemporaryFiles(name)
  process.once('exit', () => {
    try {
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
    } catch {
      // A server that is just ending has written once more.
    }
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]))
}
