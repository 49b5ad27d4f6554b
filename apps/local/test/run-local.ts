import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { processIdentity } from '@intake/embedded/process-identity'
import { vi } from 'vitest'
import type { LocalFile } from '../src/local-file.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

export type RunOfLocal = {
  child: ChildProcess
  output(): string
  local(): LocalFile
  /** Waits until everything is up. */
  ready(): Promise<LocalFile>
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** Starts the runner as a person would, on free ports unless `PORT` is given. */
export function runLocal(dataDir: string, environment: NodeJS.ProcessEnv): RunOfLocal {
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { PORT: '0', ...environment, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const local = () => JSON.parse(readFileSync(`${dataDir}/local.json`, 'utf8')) as LocalFile
  return {
    child,
    output: () => output,
    local,
    async ready() {
      await vi.waitFor(
        () => {
          // A killed run leaves its file.
          const isThere = existsSync(`${dataDir}/local.json`) && local().pids.runner === child.pid
          if (child.exitCode === null && !isThere) throw new Error(output)
        },
        { timeout: 60_000, interval: 50 },
      )
      if (child.exitCode !== null) throw new Error(output)
      return local()
    },
    async end(signal) {
      const exited = once(child, 'exit')
      child.kill(signal)
      const [code, by] = await exited
      return { code, signal: by }
    },
  }
}

/** Every process that local.json names. */
export function allPids({ pids }: LocalFile): number[] {
  const { gateway, worker, console, postgres, redis } = pids
  return [...gateway, ...worker, ...console, postgres ?? 0, redis ?? 0].filter((pid) => pid > 0)
}

export function living(pids: readonly number[]): number[] {
  return pids.filter((pid) => processIdentity(pid) !== null)
}
