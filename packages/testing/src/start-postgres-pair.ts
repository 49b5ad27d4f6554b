import { execFileSync } from 'node:child_process'
import { chownSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from '@intake/database/create-database'
import { migrate } from '@intake/database/migrate'
import { findPort } from '@intake/embedded/find-port'
import { type RunningPostgres, startPostgres } from '@intake/embedded/start-postgres'
import pg from 'pg'
import { makeWorkspace, type TestWorkspace } from './make-workspace.ts'
import { waitFor } from './wait-for.ts'

const names = ['a', 'b'] as const
export type PairName = (typeof names)[number]
const other = (name: PairName): PairName => (name === 'a' ? 'b' : 'a')

export interface PostgresPair {
  /** Addresses of the migrated database, with a password; each server keeps its port. */
  urls: Record<PairName, string>
  ports: Record<PairName, number>
  workspace: TestWorkspace
  primary(): PairName
  /**
   * Stops the primary in order and promotes the other one, which then has everything. The old one starts again as a standby: of the new
   * one, or, `cutOff`, of nobody, so that it stays at what it had.
   */
  switchOver(options?: { cutOff?: boolean }): Promise<void>
  /** Asks one of the two, past everything that stands before it. */
  query<Row extends pg.QueryResultRow>(name: PairName, text: string): Promise<Row[]>
  close(): Promise<void>
}

/** Two real servers at fixed ports, `a` the primary and `b` its hot standby (asynchronous), with our schema and a workspace. */
export async function startPostgresPair(): Promise<PostgresPair> {
  const directory = await mkdtemp(join(tmpdir(), 'intake-pair-'))
  const dirs = { a: join(directory, 'a'), b: join(directory, 'b') }
  const a = await findPort(20_000 + Math.floor(Math.random() * 9_000))
  const ports = { a, b: await findPort(a + 1) }
  const running: Partial<Record<PairName, RunningPostgres>> = {}
  let password = ''
  let primary: PairName = 'a'

  const start = async (name: PairName, settings: Record<string, string> = {}) => {
    const server = await startPostgres({
      dataDir: dirs[name],
      port: ports[name],
      exactPort: true,
      database: 'intake',
      settings: { fsync: 'off', ...settings },
    })
    running[name] = server
    return server.url
  }
  const startStandby = async (name: PairName, of: PairName | null) => {
    const cluster = join(dirs[name], 'cluster')
    const signal = join(cluster, 'standby.signal')
    writeFileSync(signal, '', { mode: 0o600 })
    const { uid, gid } = statSync(cluster)
    chownSync(signal, uid, gid)
    const follow = of && `host=127.0.0.1 port=${ports[of]} user=intake password=${password}`
    return start(name, follow ? { primary_conninfo: follow } : {})
  }
  const query = async <Row extends pg.QueryResultRow>(name: PairName, text: string) => {
    const client = new pg.Client({ connectionString: urls[name] })
    client.on('error', () => undefined)
    await client.connect()
    try {
      return (await client.query<Row>(text)).rows
    } finally {
      await client.end()
    }
  }

  const urlOfA = await start('a')
  password = new URL(urlOfA).password
  await migrate(urlOfA)
  const database = createDatabase({ url: urlOfA, maxConnections: 1 })
  const workspace = await makeWorkspace(database.db).finally(() => database.close())
  await running.a?.stop()
  execFileSync('cp', ['-a', dirs.a, dirs.b])
  rmSync(join(dirs.b, 'lock'), { force: true })
  await start('a')
  const urls = { a: urlOfA, b: await startStandby('b', 'a') }
  await waitFor(
    'the standby to follow',
    async () => (await query('a', 'select from pg_stat_replication')).length,
  )

  return {
    urls,
    ports,
    workspace,
    primary: () => primary,
    query,
    async switchOver({ cutOff = false } = {}) {
      const [before, next] = [primary, other(primary)]
      await running[before]?.stop()
      await query(next, 'select pg_promote()')
      primary = next
      await startStandby(before, cutOff ? null : next)
    },
    async close() {
      await Promise.all(names.map((name) => running[name]?.stop('immediate')))
      await rm(directory, { recursive: true, force: true })
    },
  }
}
