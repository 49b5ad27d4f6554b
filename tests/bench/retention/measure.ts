import { tmpdir } from 'node:os'
import { appPrograms } from '@intake/testing/app-programs'
import { waitFor } from '@intake/testing/wait-for'
import { sql } from 'kysely'
import { runAdmin } from '../../harness/prepare-database.ts'
import { checkSpace } from '../harness/check-space.ts'
import { fillService } from '../harness/fill-service.ts'
import { warmUp } from '../harness/measure-in-turns.ts'
import { type Spread, spreadOf } from '../harness/spread.ts'
import { type Service, serviceContender, startService } from '../harness/start-service.ts'
import { type LoadFigures, runLoad } from '../load/run-load.ts'

export interface RetentionOptions {
  leads: number
  clients: number
  rounds: number
  seconds: number
}

export interface RetentionResult {
  /** Without pruning, with it, and without it again: the control. */
  measured: { name: string; perSecond: Spread; p99: Spread; cpuMicros: Spread; removedPerSecond: number }[]
  /** Leads a second and CPU a lead with pruning ÷ those of the windows around it, and of the later of these ÷ the earlier. */
  ratio: { perSecond: Spread; cpu: Spread }
  control: { perSecond: Spread; cpu: Spread }
}

const names = ['no pruning', 'pruning', 'no pruning again']
const cpuOf = ({ cpuMicros }: LoadFigures) => (cpuMicros.node ?? 0) + (cpuMicros.postgres ?? 0)

/** Fills a service with leads of a year, and sends leads in windows in turn: while none is old enough to go, while the oldest go, and again while none is. No worker runs. */
export async function measureRetention(
  { leads, clients, rounds, seconds }: RetentionOptions,
  say: (line: string) => void,
): Promise<RetentionResult> {
  await checkSpace(tmpdir(), leads)
  const service = await startService({ workers: 0 })
  try {
    await fillService(service, leads, say)
    const contender = serviceContender(service)
    const { url, headers, pids } = contender
    const load = () => runLoad({ url, headers, clients, warmSeconds: 1, seconds }, pids)
    const keep = await keeper(service)
    await warmUp(contender, 2)
    const windows: LoadFigures[][] = []
    const removed: number[] = []
    for (let round = 1; round <= rounds; round++) {
      const first = await load()
      const before = await countOld(service)
      // So many days go that there is something to remove for the whole window.
      await keep(String(Math.round(365 * (1 - round / (rounds + 1)))))
      await waitFor('the pruning to begin', async () => (await countOld(service)) < before, 120_000)
      const left = await countOld(service)
      const began = performance.now()
      const second = await load()
      removed.push((left - (await countOld(service))) / ((performance.now() - began) / 1000))
      await keep('off')
      await waitFor('the pruning to end', () => isStill(service), 60_000)
      windows.push([first, second, await load()])
      say(
        `round ${round}: ${Math.round(removed.at(-1) ?? 0)} leads removed a second beside ${Math.round(second.perSecond)} taken in`,
      )
    }
    return summarize(windows, removed)
  } finally {
    await service.close()
  }
}

async function keeper({ databaseUrl, database, workspace }: Service) {
  const { slug } = await database.db
    .selectFrom('workspaces')
    .select('slug')
    .where('id', '=', workspace.id)
    .executeTakeFirstOrThrow()
  const tool = { args: [(await appPrograms()).admin] }
  return (days: string) => runAdmin(tool, databaseUrl, 'workspace', 'set', slug, '--keep-leads', days)
}

async function countOld({ database, workspace }: Service): Promise<number> {
  const { rows } = await sql<{ old: number }>`
    select count(*)::int as old from leads where workspace_id = ${workspace.id} and created_at < now() - interval '1 day'`.execute(
    database.db,
  )
  return rows[0]?.old ?? 0
}

async function isStill(service: Service): Promise<boolean> {
  const before = await countOld(service)
  await new Promise((resolve) => setTimeout(resolve, 2000))
  return (await countOld(service)) === before
}

function summarize(windows: LoadFigures[][], removed: number[]): RetentionResult {
  const of = (turn: number) => windows.flatMap((round) => round[turn] ?? [])
  const ratios = (read: (figures: LoadFigures) => number, of: (round: number[]) => number) =>
    spreadOf(windows.map((round) => of(round.map(read))))
  const around = ([first = 0, second = 0, last = 0]: number[]) => (2 * second) / (first + last)
  const control = ([first = 0, , last = 0]: number[]) => last / first
  return {
    measured: names.map((name, turn) => ({
      name,
      perSecond: spreadOf(of(turn).map(({ perSecond }) => perSecond)),
      p99: spreadOf(of(turn).map(({ p99Ms }) => p99Ms)),
      cpuMicros: spreadOf(of(turn).map(cpuOf)),
      removedPerSecond: turn === 1 ? spreadOf(removed).median : 0,
    })),
    ratio: { perSecond: ratios(({ perSecond }) => perSecond, around), cpu: ratios(cpuOf, around) },
    control: { perSecond: ratios(({ perSecond }) => perSecond, control), cpu: ratios(cpuOf, control) },
  }
}
