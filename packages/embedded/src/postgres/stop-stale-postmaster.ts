import { realpathSync } from 'node:fs'
import { commandOf, startOf, workingDirectoryOf } from '../process-facts.ts'
import { adoptProcess, stopProcess } from '../stop-process.ts'
import { directoryMark } from './launch-postmaster.ts'
import { disownPostmasterFile, readPostmasterFile } from './postmaster-file.ts'

/** How far two readings of one start may be apart, seconds: one is taken by the postmaster once it runs. */
const sameStartSeconds = 10

/**
 * Stops a postmaster that outlived whoever started it. The caller holds the lock of the directory, so it is nobody's.
 * It is one only when its data directory, its start and its pid all are what `postmaster.pid` says: after a reboot or
 * in a new container the pid may be any other program's, another PostgreSQL's too, which is left alone.
 * Returns whether there was one to stop.
 * @throws when a postmaster of this directory runs that started at another time: it is for a person to decide
 */
export async function stopStalePostmaster(clusterDir: string): Promise<boolean> {
  const postmaster = readPostmasterFile(clusterDir)
  const running = postmaster === null ? null : adoptProcess(postmaster.pid)
  if (postmaster === null || running === null) return false
  const directory = dataDirectoryOf(running.pid)
  if (directory === null || realPath(directory) !== realPath(clusterDir)) {
    disownPostmasterFile(clusterDir)
    return false
  }
  const started = startOf(running.pid)
  if (started === null || Math.abs(started - postmaster.startedAt) > sameStartSeconds)
    throw new Error(
      `Process ${running.pid} looks like a PostgreSQL of ${clusterDir}, but did not start when its postmaster.pid says. ` +
        'Nothing was done to it: stop it, then start again',
    )
  await stopProcess(running, [
    { signal: 'SIGINT', waitMs: 10_000 },
    { signal: 'SIGQUIT', waitMs: 5_000 },
    { signal: 'SIGKILL', waitMs: 2_000 },
  ])
  return true
}

/** The data directory of a postmaster: as we told it, else as it was started, else where it works. Null when it is none. */
function dataDirectoryOf(pid: number): string | null {
  const words = commandOf(pid)
  if (!words[0]?.endsWith('postgres')) return null
  const marked = words.find((word) => word.startsWith(directoryMark))?.slice(directoryMark.length)
  const given = words[words.indexOf('-D') + 1]
  const isGiven = words.includes('-D') && given !== undefined && !given.startsWith('/proc/')
  return marked ?? (isGiven ? given : workingDirectoryOf(pid))
}

function realPath(directory: string): string {
  try {
    return realpathSync(directory)
  } catch {
    return directory
  }
}
