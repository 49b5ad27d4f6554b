import { execFileSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Programs } from '@intake/bundle/bundle-apps'
import { createDatabase } from '@intake/database/create-database'
import { migrate } from '@intake/database/migrate'
import { findPort } from '@intake/embedded/find-port'
import { startPostgres } from '@intake/embedded/start-postgres'
import { type RunningRedis, startRedis } from '@intake/embedded/start-redis'
import { appPrograms } from './app-programs.ts'
import { makeWorkspace, type TestWorkspace } from './make-workspace.ts'
import { redisCommand } from './redis-command.ts'
import { type RunningApp, startProgram } from './start-app.ts'
import { startTcpProxy } from './start-tcp-proxy.ts'
import { waitFor } from './wait-for.ts'

/** One gateway or worker at a fixed address, whichever process is behind it just now. */
export interface Slot {
  readonly url: string
  /** The process of now, null while there is none. */
  running: RunningApp | null
  /** Starts it; with `/livez` without waiting for its servers. */
  start(probe?: '/readyz' | '/livez'): Promise<void>
  /** Sends the signal and waits for the end. Answers the exit code, null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>
}

export interface BreakableStackOptions {
  gateways?: number
  workers?: number
  /** Of all apps. Addresses of servers here stand instead of those that the stack starts. */
  env?: Record<string, string>
  /** The programs that an app is started from, asked at each start: those of this checkout by default. */
  programs?: () => Promise<Pick<Programs, 'gateway' | 'worker'>>
  /** Makes the schema, and the workspace that leads go to: by the code of this checkout by default. */
  prepare?: (databaseUrl: string) => Promise<Pick<TestWorkspace, 'id' | 'key'>>
}

/** Below the ports that connections of our own get, so that a server that comes back finds its port free. */
const aPort = (avoid: number[] = []) => findPort(20_000 + Math.floor(Math.random() * 9_000), avoid)

/** Gateways and workers as real processes on a Postgres and a Redis of their own, each of which may be killed and restarted. */
export async function startBreakableStack(options: BreakableStackOptions = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'intake-breakable-'))
  const postgresPort = await aPort()
  const redisPort = await aPort([postgresPort])
  const ports = [postgresPort, redisPort]
  const launchPostgres = () =>
    startPostgres({
      dataDir: join(directory, 'postgres'),
      database: 'intake',
      port: postgresPort,
      exactPort: true,
    })
  let redisAt = { dataDir: join(directory, 'redis'), port: redisPort, exactPort: true }
  const launchRedis = () => startRedis(redisAt)
  let [postgres, redis] = await Promise.all([launchPostgres(), launchRedis()])
  /** Those that were the primary once. */
  const demoted: RunningRedis[] = []
  // The address of the apps stays, whichever server is behind it.
  const redisProxy = await startTcpProxy(redisPort)
  const redisUrl = new URL(redis.url)
  redisUrl.port = String(redisProxy.port)
  const databaseUrl = options.env?.DATABASE_URL ?? postgres.url
  const workspace = await (options.prepare ?? makeOne)(databaseUrl)
  const database = createDatabase({ url: databaseUrl, maxConnections: 6, applicationName: 'observer' })

  const slots: { gateway: Slot[]; worker: Slot[] } = { gateway: [], worker: [] }
  const add = async (app: 'gateway' | 'worker', env: Record<string, string> = {}): Promise<Slot> => {
    const port = await aPort(ports)
    ports.push(port)
    const all = {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl.href,
      RECONCILE_EVERY: '300ms',
      RECONCILE_AFTER: '2s',
      STORAGE_DIR: join(directory, 'files'),
      FILE_SIGNING_SECRET: 'a secret of the tests, of 32 characters',
      ...options.env,
      ...env,
      PORT: String(port),
    }
    const slot = makeSlot(app, options.programs ?? appPrograms, all)
    slots[app].push(slot)
    await slot.start()
    return slot
  }
  await Promise.all([
    ...Array.from({ length: options.gateways ?? 1 }, () => add('gateway')),
    ...Array.from({ length: options.workers ?? 1 }, () => add('worker')),
  ])

  return {
    database,
    workspace,
    gateways: slots.gateway,
    workers: slots.worker,
    add,
    redis: {
      pid: () => redis.pid,
      command: (...commands: string[]) => redisCommand(redis.url, ...commands),
      kill: async () => {
        process.kill(redis.pid, 'SIGKILL')
        await redis.exited
      },
      start: async () => {
        redis = await launchRedis()
      },
      /** Removes what a Redis that isn't running would find again. */
      forget: () => rm(join(redisAt.dataDir, 'appendonlydir'), { recursive: true, force: true }),
      /**
       * Makes a replica of the server the primary, and the server its replica, with all connections left open; new ones
       * lead to the new primary.
       */
      demote: async () => {
        const old = redis
        const port = await aPort(ports)
        ports.push(port)
        const at = { ...redisAt, dataDir: `${redisAt.dataDir}-next`, port, password: redisUrl.password }
        const masterauth = redisUrl.password
        await redisCommand(old.url, `CONFIG SET masterauth ${masterauth}`)
        const next = await startRedis({
          ...at,
          settings: { masterauth, replicaof: `127.0.0.1 ${old.port}`, 'repl-diskless-sync-delay': '0' },
        })
        await waitFor('the replica to be in step', async () =>
          (await redisCommand(next.url, 'INFO replication')).includes('master_link_status:up'),
        )
        demoted.push(old)
        redis = next
        redisAt = at
        await redisCommand(next.url, 'REPLICAOF NO ONE')
        await redisCommand(old.url, `REPLICAOF 127.0.0.1 ${next.port}`)
        redisProxy.pointTo(next.port)
      },
    },
    /** Of Postgres; the same for as long as the stack lives. */
    databaseUrl,
    redisUrl: redisUrl.href,
    postgres: {
      pid: () => postgres.pid,
      kill: async () => {
        process.kill(postgres.pid, 'SIGKILL')
        await postgres.exited
      },
      start: async () => {
        postgres = await launchPostgres()
      },
      /** Stops or resumes the server and each of its processes as they are. */
      signalAll: (signal: 'SIGSTOP' | 'SIGCONT') => {
        for (const pid of [postgres.pid, ...childrenOf(postgres.pid)]) process.kill(pid, signal)
      },
    },
    async close() {
      await Promise.all([...slots.gateway, ...slots.worker].map((slot) => slot.end('SIGTERM')))
      await database.close()
      redisProxy.close()
      await Promise.all([redis, ...demoted].map((server) => server.stop()))
      await postgres.stop('immediate')
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export type BreakableStack = Awaited<ReturnType<typeof startBreakableStack>>

async function makeOne(databaseUrl: string): Promise<TestWorkspace> {
  await migrate(databaseUrl)
  const database = createDatabase({ url: databaseUrl, maxConnections: 1 })
  return makeWorkspace(database.db).finally(() => database.close())
}

function makeSlot(
  app: 'gateway' | 'worker',
  programs: NonNullable<BreakableStackOptions['programs']>,
  env: Record<string, string>,
): Slot {
  return {
    url: `http://127.0.0.1:${env.PORT}`,
    running: null,
    async start(probe) {
      this.running = await startProgram(app, (await programs())[app], env, probe)
    },
    async end(signal) {
      const code = (await this.running?.stop(signal)) ?? null
      this.running = null
      return code
    },
  }
}

function childrenOf(pid: number): number[] {
  const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const pairs = list
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
  return pairs.flatMap(([child = 0, parent]) => (parent === pid ? child : []))
}
