import { startBreakableStack } from '@intake/testing/start-breakable-stack'
import { waitFor } from '@intake/testing/wait-for'
import { sql } from 'kysely'
import { cpuTime } from './cpu-time.ts'
import { makeBody } from './make-body.ts'
import { type Spread, spreadOf } from './median.ts'
import { preparePgbench } from './prepare-pgbench.ts'
import { type LoadFigures, runLoad } from './run-load.ts'
import { runPgbench } from './run-pgbench.ts'
import { startBaseline } from './start-baseline.ts'

export interface BenchOptions {
  clients: number[]
  rounds: number
  seconds: number
  warmSeconds: number
  say(line: string): void
}

export interface Measured {
  contender: string
  clients: number
  perSecond: Spread
  p50Ms: Spread
  p99Ms: Spread
  refused: number
  /** CPU for each answer by process, µs, medians; `load` is the load program itself. */
  cpuMicros: Record<string, number>
}

export interface BenchResult {
  measured: Measured[]
  pgbench: Spread
  /** Leads a second that one worker enriches from the backlog of the burst, with no load beside it, and its CPU for each. */
  drain: { leads: number; perSecond: number; workerMicros: number; postgresMicros: number }
}

const pgbenchClients = 16

/**
 * Measures the service and its baselines in turn, window by window within each round, so that a machine that gets slower or faster
 * does so for all. No worker runs meanwhile; the relay does. Then a worker drains what has piled up.
 */
export async function measure(options: BenchOptions): Promise<BenchResult> {
  const { clients, rounds, say } = options
  const stack = await startBreakableStack({ workers: 0, env: { LOG_LEVEL: 'warn', RECONCILE_AFTER: '30m' } })
  const { key } = stack.workspace
  const gateway = stack.gateways[0]?.running
  if (!gateway) throw new Error('no gateway runs')
  const headers = { 'x-api-key': key }
  const serviceUrl = `${gateway.url}/api/v1/leads`
  const answerBytes = await prepare(serviceUrl, headers)
  const { databaseUrl } = stack
  const beside = await preparePgbench(databaseUrl)
  const [fastify, hono] = await Promise.all([
    startBaseline('fastify-insert', { DATABASE_URL: databaseUrl }),
    startBaseline('hono-bare', { ANSWER_BYTES: String(answerBytes) }),
  ])
  const servers = { postgres: stack.postgres.pid(), redis: stack.redis.pid() }
  const contenders: { name: string; url: string; pids: Record<string, number> }[] = [
    { name: 'Intake', url: serviceUrl, pids: { node: gateway.pid, ...servers } },
    {
      name: 'Fastify + one INSERT',
      url: fastify.url,
      pids: { node: fastify.pid, postgres: servers.postgres },
    },
    { name: 'Hono, no database', url: hono.url, pids: { node: hono.pid } },
  ]
  const windows = new Map<string, LoadFigures[]>()
  const pgbench: number[] = []
  try {
    let seed = Date.now() % 1_000_000_000
    for (let round = 1; round <= rounds; round++)
      for (const count of clients) {
        for (const { name, url, pids } of contenders) {
          seed += 1
          const { seconds, warmSeconds } = options
          const order = { url, headers, clients: count, warmSeconds, seconds, seed }
          const figures = await runLoad(order, pids)
          windows.set(`${name}\n${count}`, [...(windows.get(`${name}\n${count}`) ?? []), figures])
          say(`round ${round}, ${count} clients: ${name} ${Math.round(figures.perSecond)}/s`)
        }
        const seconds = Math.max(1, Math.round(options.seconds))
        pgbench.push(await runPgbench({ ...beside, answerBytes, clients: pgbenchClients, seconds }))
        say(`round ${round}: pgbench ${Math.round(pgbench.at(-1) ?? 0)} transactions/s`)
      }
    fastify.stop()
    hono.stop()
    say('a worker drains what has piled up')
    return {
      measured: [...windows].map(([name, figures]) => summarise(name, figures)),
      pgbench: spreadOf(pgbench),
      drain: await drain(stack),
    }
  } finally {
    fastify.stop()
    hono.stop()
    await stack.close()
  }
}

/** Makes the tags that the bodies use. Answers how large an answer is. */
async function prepare(url: string, headers: Record<string, string>): Promise<number> {
  let bytes = 0
  for (let index = 0; index < 39; index++) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: makeBody(1, index),
    })
    if (!response.ok) throw new Error(`the service answered ${response.status}: ${await response.text()}`)
    bytes = (await response.arrayBuffer()).byteLength
  }
  return bytes
}

function summarise(name: string, figures: readonly LoadFigures[]): Measured {
  const [contender = '', clients] = name.split('\n')
  const of = (pick: (each: LoadFigures) => number) => spreadOf(figures.map(pick))
  const names = Object.keys(figures[0]?.cpuMicros ?? {})
  return {
    contender,
    clients: Number(clients),
    perSecond: of((each) => each.perSecond),
    p50Ms: of((each) => each.p50Ms),
    p99Ms: of((each) => each.p99Ms),
    refused: figures.reduce((sum, each) => sum + each.refused, 0),
    cpuMicros: {
      ...Object.fromEntries(names.map((each) => [each, of(({ cpuMicros }) => cpuMicros[each] ?? 0).median])),
      load: of((each) => each.loadMicros).median,
    },
  }
}

type Stack = Awaited<ReturnType<typeof startBreakableStack>>

async function drain(stack: Stack): Promise<BenchResult['drain']> {
  const owed = async () => {
    const { rows } = await sql<{
      number: number
    }>`select count(*)::int as number from owed_enrichments`.execute(stack.database.db)
    return rows[0]?.number ?? 0
  }
  const worker = await stack.add('worker', { LOG_LEVEL: 'warn' })
  const pid = worker.running?.pid ?? 0
  const first = await owed()
  const start = performance.now()
  const before = { worker: cpuTime(pid), postgres: cpuTime(stack.postgres.pid()) }
  await waitFor('the backlog to be drained', async () => (await owed()) === 0, 600_000)
  const seconds = (performance.now() - start) / 1000
  return {
    leads: first,
    perSecond: first / seconds,
    workerMicros: (cpuTime(pid) - before.worker) / first,
    postgresMicros: (cpuTime(stack.postgres.pid()) - before.postgres) / first,
  }
}
