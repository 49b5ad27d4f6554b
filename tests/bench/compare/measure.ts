import { sql } from 'kysely'
import pg from 'pg'
import { type Drained, measureDrain } from '../harness/backlog.ts'
import { type Measured, measureInTurns } from '../harness/measure-in-turns.ts'
import { type Spread, spreadOf } from '../harness/spread.ts'
import { makeTags, pidOf, type Service, serviceContender, startService } from '../harness/start-service.ts'
import type { ChecklistRows } from './pgbench-scripts.ts'
import { preparePgbench } from './prepare-pgbench.ts'
import { runPgbench } from './run-pgbench.ts'
import { startBaselines } from './start-baselines.ts'
import { measureSustained, type Sustained } from './sustain.ts'

export interface CompareOptions {
  clients: number[]
  rounds: number
  seconds: number
  warmSeconds: number
  sustainedSeconds: number
}

export interface CompareResult {
  measured: Measured[]
  pgbench: Spread
  /** The same with a row for each item of the checklist. */
  pgbenchAllItems: Spread
  /** By one worker, from the backlog of the burst, with no load beside it. */
  drain: Drained
  sustained: Sustained
}

const pgbenchClients = 16

/**
 * Measures the service and its baselines in turn. No worker runs meanwhile; the relay does. Then a worker drains what has piled
 * up, and goes on while the rate is looked for that it keeps pace with.
 */
export async function measureCompare(
  options: CompareOptions,
  say: (line: string) => void,
): Promise<CompareResult> {
  const service = await startService({ workers: 0 })
  const pair = await startService({ gateways: 2, workers: 0 })
  const intake = serviceContender(service)
  const intakePair = serviceContender(pair, 'Intake, two gateways')
  let stopOthers = () => pair.close()
  try {
    const answerBytes = await makeTags(intake)
    await makeTags(intakePair)
    const keptBytes = await readKeptBytes(service.database.db)
    const beside = await preparePgbench(service.databaseUrl)
    const baselines = await startBaselines(
      service,
      beside,
      { answerBytes, keptBytes },
      Math.min(...options.clients),
    )
    stopOthers = async () => {
      baselines.stop()
      await pair.close()
    }
    const pgbench = async (checklistRows: ChecklistRows = 'touched') => {
      const seconds = Math.max(1, Math.round(options.seconds))
      const rate = await runPgbench({ ...beside, keptBytes, checklistRows, clients: pgbenchClients, seconds })
      say(`pgbench ${Math.round(rate)} transactions/s, ${checklistRows} items of the checklist`)
      return rate
    }
    const rates: Record<ChecklistRows, number[]> = { touched: [], all: [] }
    const measured = await measureInTurns([intake, intakePair, ...baselines.contenders], {
      ...options,
      say,
      alsoEachTurn: async () => {
        for (const rows of ['touched', 'all'] as const) rates[rows].push(await pgbench(rows))
      },
    })
    await stopOthers()
    stopOthers = async () => {}
    say('a worker drains what has piled up')
    const worker = pidOf(await service.add('worker'))
    const { db } = service.database
    const pids = { worker, postgres: service.postgres.pid(), redis: service.redis.pid() }
    const drain = await measureDrain(db, pids)
    // What the windows and the drain have left to autovacuum is no cost of what comes now.
    for (const databaseUrl of [service.databaseUrl, beside.databaseUrl]) await vacuum(databaseUrl)
    const contender = { ...intake, pids: { ...intake.pids, worker } }
    const sustained = await measureSustained({ db, contender, pgbench, say }, options)
    return {
      measured,
      pgbench: spreadOf(rates.touched),
      pgbenchAllItems: spreadOf(rates.all),
      drain,
      sustained,
    }
  } finally {
    await stopOthers()
    await service.close()
  }
}

async function vacuum(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('vacuum analyze')
  await client.end()
}

/** What the service keeps of an answer under an idempotency key, bytes. */
async function readKeptBytes(db: Service['database']['db']): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select avg(octet_length(body))::int as bytes from idempotency_keys`.execute(db)
  return rows[0]?.bytes ?? 0
}
