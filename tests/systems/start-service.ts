import { createTestDatabase } from '@intake/testing/create-test-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { type RunningApp, startApp } from '@intake/testing/start-app'

export type Service = Awaited<ReturnType<typeof startService>>

/**
 * A gateway and a worker as real processes, whose Redis is what `env` says. With `/livez` they are not waited for until
 * they can use it.
 */
export async function startService(env: Record<string, string>, probe: '/readyz' | '/livez' = '/readyz') {
  const database = await createTestDatabase()
  const workspace = await makeWorkspace(database.db)
  const start = (app: 'gateway' | 'worker'): Promise<RunningApp> =>
    startApp(
      app,
      {
        DATABASE_URL: database.url,
        RECONCILE_EVERY: '300ms',
        RECONCILE_AFTER: '2s',
        FILE_SIGNING_SECRET: 'a secret of the tests, of 32 characters',
        ...env,
      },
      probe,
    )
  const [gateway, worker] = await Promise.all([start('gateway'), start('worker')])
  return {
    database,
    workspace,
    gateway,
    worker,
    target: { urls: [gateway.url], apiKey: workspace.key },
    /** Code and body of `/readyz`; null when nobody answers. */
    readiness: async (app: RunningApp, query = '') => {
      const response = await fetch(`${app.url}/readyz${query}`).catch(() => null)
      return response && { code: response.status, ...((await response.json()) as Readiness) }
    },
    /** Leads that are owed their enrichment. */
    countOwed: async () => {
      const { rows } = await database.pool.query<{ owed: number }>(
        'select count(*)::int as owed from owed_enrichments',
      )
      return rows[0]?.owed ?? 0
    },
    async close() {
      await Promise.all([gateway.stop(), worker.stop()])
      await database.close()
    },
  }
}

interface Readiness {
  checks: Record<string, string>
  reasons?: Record<string, string>
}
