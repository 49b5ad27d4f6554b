import { type Drained, measureDrain } from '../harness/backlog.ts'
import { diskPerLead, vacuumDatabase } from '../harness/disk-use.ts'
import { type Failure, type Measured, measureInTurns, reasonOf } from '../harness/measure-in-turns.ts'
import { type Spread, spreadIfAny } from '../harness/spread.ts'
import { makeTags, pidOf, serviceContender, startService } from '../harness/start-service.ts'
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
  /** Null where it never answered. */
  pgbench: Spread | null
  /** The same with a row for each item of the checklist. */
  pgbenchAllItems: Spread | null
  /** By one worker, from the backlog of the burst, with no load beside it. */
  drain: Drained
  sustained: Sustained
  /** What the service's leads take once they are enriched, bytes a lead by table and index. */
  disk: Record<string, number>
  /** Baselines that didn't come up, or didn't last. */
  failed: Failure[]
}

const pgbenchClients = 16

/**
 * Measures the service and its baselines in turn. No worker runs meanwhile; the relay does. Then a worker drains what has piled
 * up, and goes on while the rate is looked for that it keeps pace with. A baseline that fails is left out.
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
    const empty = await vacuumDatabase(service.databaseUrl)
    const beside = await preparePgbench(service.databaseUrl)
    const { headers } = intake
    const fewestClients = Math.min(...options.clients)
    const postgresPid = service.postgres.pid()
    const baselines = await startBaselines({ beside, postgresPid, answerBytes, headers, fewestClients })
    for (const { contender, reason } of baselines.failed) say(`${contender} did not come up: ${reason}`)
    stopOthers = async () => {
      baselines.stop()
      await pair.close()
    }
    const failedPgbench = new Map<string, Failure>()
    const pgbench = async (checklistRows: ChecklistRows = 'touched') => {
      const seconds = Math.max(1, Math.round(options.seconds))
      const contender = `pgbench, ${checklistRows} items of the checklist`
      try {
        const rate = await runPgbench({ ...beside, checklistRows, clients: pgbenchClients, seconds })
        say(`${contender}: ${Math.round(rate)} transactions/s`)
        return [rate]
      } catch (error) {
        failedPgbench.set(contender, { contender, reason: reasonOf(error) })
        say(`${contender} failed: ${reasonOf(error)}`)
        return []
      }
    }
    const rates: Record<ChecklistRows, number[]> = { touched: [], all: [] }
    const { measured, failed } = await measureInTurns([intake, intakePair, ...baselines.contenders], {
      ...options,
      say,
      alsoEachTurn: async () => {
        for (const rows of ['touched', 'all'] as const) rates[rows].push(...(await pgbench(rows)))
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
    const disk = diskPerLead(await vacuumDatabase(service.databaseUrl), empty)
    await vacuumDatabase(beside.databaseUrl)
    const contender = { ...intake, pids: { ...intake.pids, worker } }
    const sustained = await measureSustained({ db, contender, pgbench, say }, options)
    return {
      measured,
      pgbench: spreadIfAny(rates.touched),
      pgbenchAllItems: spreadIfAny(rates.all),
      drain,
      sustained,
      disk,
      failed: [...baselines.failed, ...failed, ...failedPgbench.values()],
    }
  } finally {
    await stopOthers()
    await service.close()
  }
}
