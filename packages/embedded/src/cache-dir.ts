import { accessSync, constants, existsSync, lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url))

/** Where unpacked binaries may be kept, best first: inside the project, else a folder of this user in the temp folder. */
export function cacheDirs(): string[] {
  const ofUser = join(tmpdir(), `intake-cache-${process.getuid?.() ?? 'user'}`)
  return [...(existsSync(MODULES) ? [join(MODULES, '.cache', 'intake')] : []), ofUser]
}

/** The first of these directories that holds an entry `name` which only we or root could have put there. */
export function findCached(dirs: readonly string[], name: string): string | null {
  const found = dirs.map((dir) => join(dir, name)).find((path) => existsSync(path) && isTrusted(path))
  return found ?? null
}

/**
 * Creates and returns the first of these directories that this process can write to and nobody else can.
 * @throws when there is none
 */
export function writableDir(dirs: readonly string[]): string {
  const usable = dirs.find((dir) => {
    try {
      mkdirSync(dir, { recursive: true, mode: 0o755 })
      accessSync(dir, constants.W_OK)
      return isTrusted(dir)
    } catch {
      return false
    }
  })
  if (usable === undefined) throw new Error(`None of these directories is writable: ${dirs.join(', ')}`)
  return usable
}

function isTrusted(path: string): boolean {
  const { uid, mode } = lstatSync(path)
  const isOurs = uid === 0 || uid === process.getuid?.()
  return isOurs && (mode & 0o022) === 0
}
