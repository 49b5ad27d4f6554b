import type { ChildProcess } from 'node:child_process'
import type { Stoppable } from './stop-process.ts'

/** How a process ended. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null }

export type ServerProcess = Omit<Stoppable, 'exited'> & { exited: Promise<Exit> }

/**
 * Waits for a freshly spawned child to have a pid.
 * @throws when the program could not be started
 */
export function childStarted(child: ChildProcess): Promise<ServerProcess> {
  return new Promise((resolve, reject) => {
    const exited = new Promise<Exit>((done) => {
      child.once('exit', (code, signal) => done({ code, signal }))
    })
    child.once('error', reject)
    child.once('spawn', () => {
      if (child.pid === undefined) return reject(new Error('The process has no pid'))
      resolve({ pid: child.pid, exited, kill: (signal) => void child.kill(signal) })
    })
  })
}
