import { spawn } from 'node:child_process'

export type ParentWatch = { cancel(): void }

/**
 * Has `signal` sent to `pid` when this process ends in any way, SIGKILL included: a small shell waits for the end of a
 * pipe that only we hold open. Cancel it as soon as `pid` has exited.
 */
export function stopWithParent(
  pid: number,
  signal: NodeJS.Signals,
  runAs: { uid?: number; gid?: number } = {},
): ParentWatch {
  const script = 'trap "" INT TERM HUP; read -r line; kill -s "$0" "$1"'
  const watch = spawn('/bin/sh', ['-c', script, signal.replace(/^SIG/, ''), String(pid)], {
    ...runAs,
    cwd: '/',
    env: {},
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  // Without a shell there is only no such watch; the next start still finds and stops what was left.
  watch.on('error', () => {})
  watch.stdin.on('error', () => {})
  watch.unref()
  return {
    cancel() {
      watch.kill('SIGKILL')
    },
  }
}
