import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Has this process, and those that it starts with its environment, put their temporary files below a new directory.
 * Answers its path. It is gone when this process exits, but not when a signal kills it.
 */
export function gatherTemporaryFiles(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `intake-${name}-`))
  // Servers that run as another user have to get through to their own.
  chmodSync(directory, 0o711)
  process.env.TMPDIR = directory
  process.once('exit', () => {
    try {
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
    } catch {
      // A server that is just ending has written once more.
    }
  })
  return directory
}

/** {@link gatherTemporaryFiles} for a program of its own: it exits at SIGINT, SIGTERM and SIGHUP instead of being killed. */
export function ownTemporaryFiles(name: string): void {
  gatherTemporaryFiles(name)
  // They stay handled while it exits: a second Ctrl-C, or npm's copy of the first, would kill it amid the removal.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => process.exit(128 + constants.signals[signal]))
}
