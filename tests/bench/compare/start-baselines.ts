import { type Contender, type Failure, reasonOf } from '../harness/measure-in-turns.ts'
import { keptBytes } from './pgbench-scripts.ts'
import type { PgbenchDatabase } from './prepare-pgbench.ts'
import { type BaselineName, startBaseline } from './start-baseline.ts'

export interface BaselineSurroundings {
  beside: PgbenchDatabase
  /** Of the server that has their database. */
  postgresPid: number
  answerBytes: number
  /** As the service gets them. */
  headers: Contender['headers']
  fewestClients: number
}

interface Definition {
  name: string
  program: BaselineName
  env: Record<string, string>
  hasDatabase: boolean
  onlyClients?: number
}

/** What the service is compared with, in a database beside its own. One that doesn't come up is among the failed. */
export async function startBaselines({
  beside,
  postgresPid: postgres,
  answerBytes,
  headers,
  fewestClients,
}: BaselineSurroundings): Promise<{ contenders: Contender[]; failed: Failure[]; stop(): void }> {
  const ANSWER_BYTES = String(answerBytes)
  const database = { DATABASE_URL: beside.databaseUrl, WORKSPACE_ID: beside.workspaceId }
  const definitions: Definition[] = [
    { name: 'Fastify + one INSERT', program: 'fastify-insert', env: database, hasDatabase: true },
    {
      name: 'Hono + one CTE a request',
      program: 'hono-cte',
      env: { ...database, ANSWER_BYTES, KEPT_BYTES: String(keptBytes) },
      hasDatabase: true,
      onlyClients: fewestClients,
    },
    { name: 'Hono, no database', program: 'hono-bare', env: { ANSWER_BYTES }, hasDatabase: false },
  ]
  const failed: Failure[] = []
  const started = await Promise.all(
    definitions.map(async ({ name, program, env, hasDatabase, onlyClients }) => {
      try {
        const { url, pid: node, stop } = await startBaseline(program, env)
        const pids: Contender['pids'] = hasDatabase ? { node, postgres } : { node }
        const contender: Contender = { name, url, headers, pids, isBaseline: true }
        return { contender: onlyClients === undefined ? contender : { ...contender, onlyClients }, stop }
      } catch (error) {
        failed.push({ contender: name, reason: reasonOf(error) })
        return null
      }
    }),
  )
  const running = started.filter((each) => each !== null)
  return {
    contenders: running.map(({ contender }) => contender),
    failed,
    stop() {
      for (const { stop } of running) stop()
    },
  }
}
