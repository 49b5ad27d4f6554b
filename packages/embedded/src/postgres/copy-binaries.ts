import { chmodSync, cpSync, lstatSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findCached, writableDir } from '../cache-dir.ts'
import { addLibraryLinks } from './add-library-links.ts'

/**
 * Copies `native` to `dir/name`, readable by every user whatever the umask, unless an earlier start did.
 * Null when this directory cannot hold it.
 */
export function copyBinaries(native: string, dir: string, name: string): string | null {
  const target = join(dir, name)
  const draft = `${target}.${process.pid}`
  try {
    writableDir([dir])
    chmodSync(dir, 0o755)
    const earlier = findCached([dir], name)
    if (earlier !== null) return earlier
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') })
    addLibraryLinks(draft)
    openToAll(draft)
    renameSync(draft, target)
    return target
  } catch {
    rmSync(draft, { recursive: true, force: true })
    return null
  }
}

function openToAll(dir: string) {
  chmodSync(dir, 0o755)
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, (lstatSync(path).mode & 0o111) === 0 ? 0o644 : 0o755)
  }
}
