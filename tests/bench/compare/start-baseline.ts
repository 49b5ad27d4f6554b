import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

export interface Baseline {
  url: string
  pid: number
  stop(): void
}

/** The file of a baseline's program. */
export type BaselineName = 'hono-bare' | 'fastify-insert' | 'hono-cte'

/**
 * Starts one of the baselines; it ends with this process.
 * @throws when it ends before it listens
 */
export async function startBaseline(name: BaselineName, env: Record<string, string>): Promise<Baseline> {
  const program = fileURLToPath(new URL(`./baselines/${name}.ts`, import.meta.url))
  const child = fork(program, { execArgv: ['--import', 'tsx'], env: { PATH: process.env.PATH, ...env } })
  const [address] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error(`${name} ended before it listened`))),
  ])) as [AddressInfo]
  return {
    url: `http://127.0.0.1:${address.port}/api/v1/leads`,
    pid: child.pid ?? 0,
    stop: () => void child.kill(),
  }
}
