import { type PgBouncer, startPgBouncer } from '@intake/testing/start-pgbouncer'
import type { PairName } from '@intake/testing/start-postgres-pair'
import { startTcpProxy, type TcpProxy } from '@intake/testing/start-tcp-proxy'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresApps, startPostgresApps } from './postgres-apps.ts'

let apps: PostgresApps
let proxy: TcpProxy
let pooler: PgBouncer | undefined
beforeAll(async () => {
  apps = await startPostgresApps(async ({ urls, ports }) => {
    proxy = await startTcpProxy(ports.a)
    const server = new URL(urls.a)
    server.port = String(proxy.port)
    pooler = await startPgBouncer(server.href, 8)
    const pooled = { DATABASE_URL: pooler.url, DATABASE_POOLER: 'transaction' }
    return { gateway: { DATABASE_URL: urls.a }, worker: pooled, reader: pooled }
  })
})
afterAll(async () => {
  // A start that failed half-way must not leave a pooler behind, which doesn't end with this process.
  await apps?.close()
  await pooler?.stop()
  proxy?.close()
})

const some = <Value>(make: () => Promise<Value>) => Promise.all(Array.from({ length: 20 }, make))

test('a pooler moves to a standby beneath our open connections: not one answer of it is taken', async () => {
  const before = await some(apps.create)
  expect(before.map(({ status }) => status)).toEqual(Array(20).fill(200))
  await apps.untilEnriched(before.flatMap(({ id }) => id ?? []))
  expect(await apps.readRevoked()).toBe(200)

  // It goes on saying what is true now: nothing is owed, the key is good.
  await apps.pair.query('b', 'select pg_wal_replay_pause()')
  await apps.revoke()
  await move('a', 'b')
  for (let read = 0; read < 5; read += 1) expect(await apps.readRevoked()).toBe(503)
  await apps.untilReady(apps.gateway)
  const after = await some(apps.create)
  expect(after.map(({ status }) => status)).toEqual(Array(20).fill(200))
  // A job that believed that nothing is owed would end as done.
  await waitFor('the worker to have tried its jobs', async () =>
    (await apps.worker.log()).includes('job failed and will be tried again'),
  )
  await apps.untilOnStandby(apps.worker)
  const ids = after.flatMap(({ id }) => id ?? [])
  expect((await apps.owed()).map(({ id }) => id)).toEqual([...ids].sort())

  await move('b', 'a')
  await apps.untilReady(apps.worker)
  await apps.untilEnriched(ids)
  await waitFor('the key to be refused', async () => (await apps.readRevoked()) === 401)
})

/** The pooler makes new connections to a server only when it has lost those to the one before. */
async function move(from: PairName, to: PairName): Promise<void> {
  proxy.pointTo(apps.pair.ports[to])
  await apps.pair.query(
    from,
    "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
  )
}
