import type { Contender } from '../harness/measure-in-turns.ts'
import type { Service } from '../harness/start-service.ts'
import type { PgbenchDatabase } from './prepare-pgbench.ts'
import { startBaseline } from './start-baseline.ts'

/** What the service is compared with; that with one statement a request writes beside it, out of its relay's sight. */
export async function startBaselines(
  service: Service,
  beside: PgbenchDatabase,
  { answerBytes, keptBytes }: { answerBytes: number; keptBytes: number },
  fewestClients: number,
): Promise<{ contenders: Contender[]; stop(): void }> {
  const ANSWER_BYTES = String(answerBytes)
  const [fastify, cte, hono] = await Promise.all([
    startBaseline('fastify-insert', { DATABASE_URL: service.databaseUrl }),
    startBaseline('hono-cte', {
      DATABASE_URL: beside.databaseUrl,
      WORKSPACE_ID: beside.workspaceId,
      ANSWER_BYTES,
      KEPT_BYTES: String(keptBytes),
    }),
    startBaseline('hono-bare', { ANSWER_BYTES }),
  ])
  const postgres = service.postgres.pid()
  const headers = { 'x-api-key': service.workspace.key }
  const contenders: Contender[] = [
    { name: 'Fastify + one INSERT', ...fastify, headers, pids: { node: fastify.pid, postgres } },
    {
      name: 'Hono + one CTE a request',
      ...cte,
      headers,
      pids: { node: cte.pid, postgres },
      onlyClients: fewestClients,
    },
    { name: 'Hono, no database', ...hono, headers, pids: { node: hono.pid } },
  ]
  return {
    contenders,
    stop() {
      for (const each of [fastify, cte, hono]) each.stop()
    },
  }
}
