import { chownSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { keepPassword } from '../keep-password.ts'
import { findPostgresBinaries } from './find-binaries.ts'
import { postgresUser, type RunAs } from './postgres-user.ts'

/** A data directory made ready for postgres, and how postgres has to be started to see it. */
export type PostgresHome = {
  dataDir: string
  clusterDir: string
  binaries: string
  password: string
  runAs: RunAs
  /** The data directory as postgres has to name it. */
  seenByPostgres: string
  /** What to hand to every child after its three standard streams. */
  inheritedFds: number[]
  spawnOptions: RunAs & { cwd: string; env: Record<string, string> }
  close(): void
}

/**
 * Creates the data directory with its password. When root runs this, postgres is another user, who may not be able to
 * enter the directories above (a root's home): it then inherits the open directory and names it /proc/self/fd/3.
 */
export function openPostgresHome(directory: string): PostgresHome {
  const dataDir = resolve(directory)
  const clusterDir = join(dataDir, 'cluster')
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const runAs = postgresUser(clusterDir)
  const passwordFile = join(dataDir, 'password')
  const password = keepPassword(passwordFile)
  const { uid, gid } = runAs
  if (uid !== undefined && gid !== undefined) {
    for (const path of [dataDir, passwordFile]) chownSync(path, uid, gid)
  }
  const fd = uid !== undefined && process.platform === 'linux' ? openSync(dataDir, 'r') : null
  return {
    dataDir,
    clusterDir,
    binaries: findPostgresBinaries(runAs),
    password,
    runAs,
    seenByPostgres: fd === null ? dataDir : '/proc/self/fd/3',
    inheritedFds: fd === null ? [] : [fd],
    spawnOptions: { ...runAs, cwd: '/', env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' } },
    close() {
      if (fd !== null) closeSync(fd)
    },
  }
}
