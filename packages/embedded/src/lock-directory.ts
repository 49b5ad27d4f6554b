import {
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { processIdentity } from './process-identity.ts'

/** Another live process holds the directory. */
export class DirectoryInUseError extends Error {
  readonly holderPid: number

  constructor(directory: string, holderPid: number) {
    super(`${directory} is in use by process ${holderPid}`)
    this.name = 'DirectoryInUseError'
    this.holderPid = holderPid
  }
}

export type DirectoryLock = { release(): void }

/**
 * Claims a directory for this process through a file named `lock` in it. A lock whose process has died is taken over.
 * @throws DirectoryInUseError
 */
export function lockDirectory(directory: string): DirectoryLock {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const lockFile = join(directory, 'lock')
  const mine = `${process.pid} ${processIdentity(process.pid)}\n`
  const draft = `${lockFile}.${process.pid}`
  rmSync(draft, { force: true })
  writeFileSync(draft, mine, { mode: 0o600 })
  try {
    // A link appears whole or not at all, so nobody ever reads a half-written lock.
    while (!tryLink(draft, lockFile)) removeIfStale(directory, lockFile)
  } finally {
    rmSync(draft, { force: true })
  }
  return {
    release() {
      if (readIfPresent(lockFile) === mine) rmSync(lockFile, { force: true })
    },
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    // Some file systems (exFAT, shared folders) have no links.
    if (isCode(error, 'EPERM') || isCode(error, 'ENOTSUP')) return tryCopy(from, to)
    throw error
  }
}

function tryCopy(from: string, to: string): boolean {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

function removeIfStale(directory: string, lockFile: string) {
  const seen = readIfPresent(lockFile)
  if (seen === null) return
  const [pidText = '', identity = ''] = seen.trim().split(/ (.*)/)
  const pid = Number(pidText)
  if (pid > 0 && processIdentity(pid) === identity) throw new DirectoryInUseError(directory, pid)
  const aside = `${lockFile}.${process.pid}.stale`
  renameSync(lockFile, aside)
  // Somebody else may have replaced the stale lock between our look and our rename: give it back.
  if (readIfPresent(aside) !== seen) tryLink(aside, lockFile)
  rmSync(aside, { force: true })
}

function readIfPresent(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
