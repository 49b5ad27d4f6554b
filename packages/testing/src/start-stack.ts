import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type RunningRedis, startRedis } from '@intake/embedded/start-redis'
import { createTestDatabase } from './create-test-database.ts'
import { makeWorkspace } from './make-workspace.ts'
import { redisCommand } from './redis-command.ts'
import { type RunningApp, startApp } from './start-app.ts'

export interface StackOptions {
  gateways?: number
  workers?: number
  env?: Record<string, string>
  /** Puts something between the apps and the database. Answers the address that the apps get. */
  through?: (databaseUrl: string) => Promise<string>
}

/** Gateways and workers as real processes, on a database and a Redis of their own that a test may break. */
export async function startStack(options: StackOptions = {}) {
  const { gateways = 1, workers = 1, env = {}, through = async (url) => url } = options
  const directory = await mkdtemp(join(tmpdir(), 'intake-stack-'))
  const database = await createTestDatabase()
  let redis: RunningRedis = await startRedis({ dataDir: join(directory, 'redis') })
  const { port } = redis
  const appEnv = {
    DATABASE_URL: await through(database.url),
    REDIS_URL: redis.url,
    LOG_LEVEL: 'info',
    STORAGE_DIR: join(directory, 'files'),
    FILE_SIGNING_SECRET: 'a secret of the tests, of 32 characters',
    ...env,
  }
  const apps: { gateway: RunningApp[]; worker: RunningApp[] } = { gateway: [], worker: [] }
  const add = async (app: 'gateway' | 'worker', ownEnv: Record<string, string> = {}) => {
    const running = await startApp(app, { ...appEnv, ...ownEnv })
    apps[app].push(running)
    return running
  }
  await Promise.all([
    ...Array.from({ length: gateways }, () => add('gateway')),
    ...Array.from({ length: workers }, () => add('worker')),
  ])
  const workspace = await makeWorkspace(database.db)

  return {
    database,
    workspace,
    apps,
    add,
    /** Where documents are, unless the settings say otherwise. */
    filesDirectory: join(directory, 'files'),
    redisUrl: redis.url,
    /** Where Redis logs every write that it was ever sent. */
    redisLog: join(directory, 'redis', 'appendonlydir'),
    redisPid: () => redis.pid,
    stopRedis: () => redis.stop(),
    startRedis: async () => {
      redis = await startRedis({ dataDir: join(directory, 'redis'), port, exactPort: true })
    },
    /** Empties Redis, as if it had started without its data. */
    flushRedis: () => redisCommand(redis.url, 'FLUSHALL'),
    /** Sends a lead to one of the gateways. */
    post: (
      lead: unknown,
      { gateway = 0, headers = {} }: { gateway?: number; headers?: Record<string, string> } = {},
    ) =>
      fetch(`${apps.gateway[gateway]?.url}/api/v1/leads`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-api-key': workspace.key, ...headers },
        body: JSON.stringify(lead),
      }),
    get: (id: string) =>
      fetch(`${apps.gateway[0]?.url}/api/v1/leads/${id}`, { headers: { 'x-api-key': workspace.key } }),
    async close() {
      await Promise.all([...apps.gateway, ...apps.worker].map((app) => app.stop()))
      await redis.stop()
      await database.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export type Stack = Awaited<ReturnType<typeof startStack>>
