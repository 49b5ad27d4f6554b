import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startRedis } from '@intake/embedded/start-redis'
import { type RunningApp, startApp } from '@intake/testing/start-app'
import { type PostgresPair, startPostgresPair } from '@intake/testing/start-postgres-pair'
import { waitFor } from '@intake/testing/wait-for'

interface Settings {
  DATABASE_URL: string
  DATABASE_POOLER?: string
}

/**
 * Two Postgres, a Redis, and a gateway and a worker that reach Postgres as a test chooses; with `reader`, a second gateway that is only
 * read from.
 */
export async function startPostgresApps(
  settings: (pair: PostgresPair) => Promise<{ gateway: Settings; worker: Settings; reader?: Settings }>,
) {
  const directory = await mkdtemp(join(tmpdir(), 'intake-systems-'))
  const [pair, redis] = await Promise.all([
    startPostgresPair(),
    startRedis({ dataDir: join(directory, 'redis') }),
  ])
  const chosen = await settings(pair)
  const common = {
    REDIS_URL: redis.url,
    RECONCILE_EVERY: '300ms',
    RECONCILE_AFTER: '2s',
    STORAGE_DIR: join(directory, 'files'),
    FILE_SIGNING_SECRET: 'a secret of the tests, of 32 characters',
  }
  const start = (app: 'gateway' | 'worker', own: Settings) => startApp(app, { ...common, ...own })
  const [gateway, worker, reader] = await Promise.all([
    start('gateway', chosen.gateway),
    start('worker', chosen.worker),
    chosen.reader && start('gateway', chosen.reader),
  ])
  const headers = { 'content-type': 'application/json', 'x-api-key': pair.workspace.key }
  const readWith = async (key: string) =>
    (await fetch(`${(reader ?? gateway).url}/api/v1/leads`, { headers: { 'x-api-key': key } })).status
  const owed = () =>
    pair.query<{ id: string }>(pair.primary(), 'select lead_id as id from owed_enrichments order by 1')

  return {
    pair,
    gateway,
    worker,
    /** Sends a lead; its status and id. */
    async create(): Promise<{ status: number; id: string | undefined }> {
      const body = JSON.stringify({ firstName: 'Ada', phoneNumber: '4045551234' })
      const response = await fetch(`${gateway.url}/api/v1/leads`, { method: 'POST', headers, body })
      const { lead } = (await response.json()) as { lead?: { id: string } }
      return { status: response.status, id: lead?.id }
    },
    /** The status that a read gets: with the key that stays good, with the one that `revoke` revokes. */
    read: () => readWith(pair.workspace.key),
    readRevoked: () => readWith(pair.workspace.testKey),
    revoke: () =>
      pair.query(
        pair.primary(),
        `with revoked as (update api_keys set revoked_at = now() where is_test)
          update configuration_revision set revision = revision + 1`,
      ),
    owed,
    untilReady: (app: RunningApp) =>
      waitFor('the process to be ready', async () => (await readiness(app)).status === 200),
    untilEnriched: (ids: string[]) =>
      waitFor(
        'every lead to be enriched',
        async () => {
          const rows = await pair.query<{ id: string }>(
            pair.primary(),
            `select id from leads l where exists (select from lead_timezones x where x.workspace_id = l.workspace_id and x.lead_id = l.id)
              and exists (select from activity_facts x where x.workspace_id = l.workspace_id and x.lead_id = l.id)`,
          )
          const enriched = new Set(rows.map(({ id }) => id))
          return ids.every((id) => enriched.has(id)) && (await owed()).length === 0
        },
        60_000,
      ),
    /** Waits until the process says that it is unready because its Postgres is a standby. */
    untilOnStandby: (app: RunningApp) =>
      waitFor('the process to be unready and to say why', async () => {
        const { status, body } = await readiness(app)
        return status === 503 && /standby/.test(body.reasons?.database ?? '')
      }),
    async close() {
      await Promise.all([gateway.stop(), worker.stop(), reader?.stop()])
      await Promise.all([redis.stop(), pair.close()])
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export type PostgresApps = Awaited<ReturnType<typeof startPostgresApps>>

async function readiness(app: RunningApp) {
  const response = await fetch(`${app.url}/readyz`)
  return {
    status: response.status,
    body: (await response.json()) as { reasons?: { database?: string } },
  }
}
