import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@intake/embedded/start-postgres'
import { startRedis } from '@intake/embedded/start-redis'
import { stopWithParent } from '@intake/embedded/stop-with-parent'
import { redisCommand } from '@intake/testing/redis-command'
import { startProgram } from '@intake/testing/start-app'
import { waitFor } from '@intake/testing/wait-for'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { prepareDatabase } from '../../harness/prepare-database.ts'
import { type Drained, measureDrain, waitUntilOwed } from '../harness/backlog.ts'
import { type DiskUse, vacuumDatabase } from '../harness/disk-use.ts'
import type { Contender } from '../harness/measure-in-turns.ts'
import { cpuTime, isStopped } from '../harness/process-use.ts'
import { makeTags, serviceEnv } from '../harness/start-service.ts'

/** A checkout of the project, with its packages installed and its apps made programs. */
export interface Code {
  directory: string
  programs: { gateway: string; worker: string }
}

/** A gateway and a worker of a checkout. The worker stands still, but for {@link CodeService.drain}. */
export interface CodeService {
  contender: Contender
  /** Process id of the worker. */
  worker: number
  /** Has the worker enrich all that is owed, and measures it. Throws after 10 minutes. */
  drain(): Promise<Drained>
  /** Vacuums the database. Answers its size, and what that took of Postgres's CPU, µs. */
  vacuum(): Promise<DiskUse & { cpuMicros: number }>
  close(): Promise<void>
}

const env = {
  ...serviceEnv,
  FILE_SIGNING_SECRET: 'a secret of the benchmark, of 32 characters',
  RELAY_LEADS_PER_JOB: '200',
  // What is written while the worker stands still waits in Postgres, and later makes full jobs.
  RELAY_HIGH_WATER: '20',
  // A worker that stands still isn't stuck.
  WORKER_STUCK_AFTER: '1h',
}
const workspace = 'bench'

/**
 * Starts a checkout's own migrations, admin tool, gateway and worker as processes, on a Postgres and a Redis of their own, so that each
 * process's CPU is one service's. Autovacuum is off: `vacuum` does its work at a time of its own.
 * @throws when one of them fails, with what it said
 */
export async function startCode(name: string, { directory, programs }: Code): Promise<CodeService> {
  const own = await mkdtemp(join(tmpdir(), 'intake-code-'))
  const closers = [() => rm(own, { recursive: true, force: true })]
  /** Last first; one that fails keeps none of the others from its turn. */
  const close = async () => {
    const failures: unknown[] = []
    for (const each of closers.reverse()) await each().catch((error) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }
  try {
    const postgresOptions = { dataDir: join(own, 'postgres'), database: 'intake' }
    const postgres = await startPostgres({ ...postgresOptions, settings: { autovacuum: 'off' } })
    closers.push(() => postgres.stop('immediate'))
    const redis = await startRedis({ dataDir: join(own, 'redis') })
    closers.push(() => redis.stop())

    const admin = {
      args: ['--import', 'tsx', join(directory, 'apps', 'admin', 'src', 'main.ts')],
      cwd: directory,
    }
    const { key } = await prepareDatabase(admin, postgres.url, workspace)
    const pool = new pg.Pool({ connectionString: postgres.url, max: 1 })
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
    closers.push(() => db.destroy())

    const all = { ...env, DATABASE_URL: postgres.url, REDIS_URL: redis.url }
    const gateway = await startProgram('gateway', programs.gateway, all)
    closers.push(async () => void (await gateway.stop()))
    const worker = await startProgram('worker', programs.worker, all)
    // A process that stands still doesn't notice that this one is gone.
    const watch = stopWithParent(worker.pid, 'SIGKILL')
    closers.push(async () => {
      process.kill(worker.pid, 'SIGCONT')
      await worker.stop()
      watch.cancel()
    })
    const halt = async () => {
      await waitFor(`the jobs of ${name} to end`, () => hasNoJobs(redis.url))
      process.kill(worker.pid, 'SIGSTOP')
      await waitFor(`the worker of ${name} to stand still`, () => isStopped(worker.pid))
    }

    const contender: Contender = {
      name,
      url: `${gateway.url}/api/v1/leads`,
      headers: { 'x-api-key': key },
      pids: { gateway: gateway.pid, postgres: postgres.pid, redis: redis.pid },
    }
    await makeTags(contender)
    await waitUntilOwed(db, 0)
    await halt()
    return {
      contender,
      worker: worker.pid,
      async drain() {
        const pids = { ...contender.pids, worker: worker.pid }
        const drained = await measureDrain(db, pids, () => process.kill(worker.pid, 'SIGCONT'))
        await halt()
        return drained
      },
      async vacuum() {
        const before = cpuTime(postgres.pid)
        const disk = await vacuumDatabase(postgres.url)
        return { ...disk, cpuMicros: cpuTime(postgres.pid) - before }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Whether no job waits or is under way in any of BullMQ's queues. */
async function hasNoJobs(redisUrl: string): Promise<boolean> {
  const answer = await redisCommand(redisUrl, 'KEYS *:wait', 'KEYS *:active')
  return !/^\*[1-9]/m.test(answer)
}
