import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { runAdmin as runCommand } from '../src/program.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

export interface Run {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a command line in this process, with this environment and nothing of the test's: a process of its own takes a second to load. */
export async function runAdmin(environment: Record<string, string>, ...args: string[]): Promise<Run> {
  return runAsked(environment, undefined, ...args)
}

/** The same at a terminal, where a person answers questions. */
export async function runAsked(
  environment: Record<string, string>,
  ask: ((question: string) => Promise<string>) | undefined,
  ...args: string[]
): Promise<Run> {
  const written = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof written) => ({
    write(chunk: string) {
      written[name] += chunk
      return true
    },
  })
  const code = await runCommand(args, {
    environment,
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    ...(ask && { ask }),
  })
  return { code, ...written }
}

/** Runs the real command in a process of its own. */
export async function runAdminProcess(environment: Record<string, string>, ...args: string[]): Promise<Run> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'apps/admin/src/main.ts', ...args], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve)),
  ])
  return { code, stdout, stderr }
}
