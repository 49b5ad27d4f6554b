import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DirectoryInUseError, type DirectoryLock, lockDirectory } from '@intake/embedded/lock-directory'
import { readBaseUrl, removeLocalFile } from '../local-file.ts'
import { stopRecordedProcesses } from '../recorded-processes.ts'

/**
 * Takes the data directory for this run, and stops what a killed run has left in it.
 * @throws with what a person can do when another run has it, or another user
 */
export async function claimDataDir(dataDir: string, say: (line: string) => void): Promise<DirectoryLock> {
  const lock = lockOrExplain(dataDir)
  mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 })
  removeLocalFile(dataDir)
  const left = await stopRecordedProcesses(dataDir)
  if (left > 0) say(`Stopped ${left} processes that an earlier run had left`)
  return lock
}

function lockOrExplain(dataDir: string): DirectoryLock {
  try {
    return lockDirectory(dataDir)
  } catch (error) {
    if (error instanceof DirectoryInUseError) {
      const url = readBaseUrl(dataDir)
      const where = url === null ? 'is starting or stopping' : `answers at ${url}`
      throw new Error(
        `Intake already runs here: process ${error.holderPid} uses ${dataDir} and ${where}. ` +
          'Stop that one first, or set DATA_DIR to another folder for a second one',
      )
    }
    if (error instanceof Error && 'code' in error && (error.code === 'EACCES' || error.code === 'EPERM')) {
      throw new Error(
        `The data directory ${dataDir} belongs to another user. ` +
          'Start as that user, remove the folder, or set DATA_DIR to another one',
      )
    }
    throw error
  }
}
