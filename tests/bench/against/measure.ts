import { fileURLToPath } from 'node:url'
import { programsOf } from '@intake/testing/app-programs'
import { checkOut, type OldCode, resolveCommit } from '../../harness/check-out.ts'
import { type DiskUse, diskPerLead, sumOf } from '../harness/disk-use.ts'
import { warmUp } from '../harness/measure-in-turns.ts'
import { runLoad } from '../load/run-load.ts'
import { addJobs, type Figures, type Round, type Side, sides } from './compare-rounds.ts'
import { type CodeService, startCode } from './start-code.ts'

export interface AgainstOptions {
  clients: number[]
  rounds: number
  seconds: number
  warmSeconds: number
  keyEvery: number
}

export interface AgainstResult {
  /** Full hashes; the new code is the working tree on top of its commit. */
  commits: { old: string; new: string }
  rounds: Round[]
  /** Bytes a lead by table and index, of all rounds. */
  disk: Record<Side, Record<string, number>>
  /** Requests that weren't answered with 200. */
  refused: Record<Side, number>
}

interface Contest {
  services: Record<Side, CodeService>
  /** Sizes before the first round. */
  empty: Record<Side, DiskUse>
  /** Leads at the last vacuum. */
  leads: Record<Side, number>
  result: AgainstResult
}

const project = fileURLToPath(new URL('../../../', import.meta.url))
/** Of the clients that are measured, those whose creates are added to the jobs. */
const usualClients = 64

/** Measures the code of this project beside that of a commit, in turns. Everything that it starts and makes is gone at the end. */
export async function measureAgainst(
  ref: string,
  options: AgainstOptions,
  say: (line: string) => void,
): Promise<AgainstResult> {
  const commits = { old: await resolveCommit(ref), new: await resolveCommit('HEAD') }
  say(`installing ${ref}, ${commits.old.slice(0, 10)}`)
  const old = await checkOut(ref)
  const started: Partial<Record<Side, CodeService>> = {}
  try {
    const services = await startAll(old, started, say)
    const empty = await eachSide(async (side) => {
      say(`warming up: ${side}`)
      await warmUp(services[side].contender, options.warmSeconds)
      await services[side].drain()
      return services[side].vacuum()
    })
    const none = { old: 0, new: 0, control: 0 }
    const leads = { old: empty.old.leads, new: empty.new.leads, control: empty.control.leads }
    const result: AgainstResult = {
      commits,
      rounds: [],
      disk: { old: {}, new: {}, control: {} },
      refused: { ...none },
    }
    const contest: Contest = { services, empty, leads, result }
    for (let round = 1; round <= options.rounds; round++)
      result.rounds.push(await measureRound(contest, round, options, say))
    return result
  } finally {
    await Promise.all(Object.values(started).map((service) => service.close()))
    await old.remove()
  }
}

async function startAll(
  old: OldCode,
  started: Partial<Record<Side, CodeService>>,
  say: (line: string) => void,
): Promise<Record<Side, CodeService>> {
  const { directory } = old
  const oldCode = { directory, programs: await programsOf(directory) }
  const newCode = { directory: project, programs: await programsOf(project) }
  return eachSide(async (side) => {
    say(`starting: ${side}`)
    const service = await startCode(side, side === 'new' ? newCode : oldCode)
    started[side] = service
    return service
  })
}

/** One window of each side for each number of clients, then the jobs of all, then what vacuum finds. Who is first changes each round. */
async function measureRound(
  { services, empty, leads, result }: Contest,
  round: number,
  { clients: numbers, seconds, warmSeconds, keyEvery }: AgainstOptions,
  say: (line: string) => void,
): Promise<Round> {
  const seen: Round = { old: {}, new: {}, control: {} }
  const turn = sides.map((_, index) => sides[(index + round - 1) % sides.length] ?? 'old')
  const note = (side: Side, scenario: string, figures: Figures) => {
    seen[side][scenario] = figures
    const rate = figures['leads/s']
    if (rate !== undefined) say(`round ${round}, ${scenario}: ${side} ${Math.round(rate)}/s`)
  }
  for (const clients of numbers)
    for (const side of turn) {
      const { url, headers, pids } = services[side].contender
      const load = await runLoad({ url, headers, clients, warmSeconds, seconds, keyEvery }, pids)
      result.refused[side] += load.refused
      const times = { 'p50 ms': load.p50Ms, 'p99 ms': load.p99Ms }
      note(side, createName(clients), {
        'leads/s': load.perSecond,
        ...times,
        ...cpuFigures(load.cpuMicros),
      })
    }
  for (const side of turn) {
    const { perSecond, cpuMicros } = await services[side].drain()
    note(side, 'jobs', { 'leads/s': perSecond, ...cpuFigures(cpuMicros) })
  }
  const usual = createName(numbers.includes(usualClients) ? usualClients : Math.max(...numbers))
  for (const side of turn) {
    const { create = {}, jobs = {} } = { create: seen[side][usual], jobs: seen[side].jobs }
    note(side, `${usual} + jobs`, addJobs(create, jobs))
    const now = await services[side].vacuum()
    result.disk[side] = diskPerLead(now, empty[side])
    note(side, 'at rest', {
      'vacuum µs': now.cpuMicros / (now.leads - leads[side]),
      'disk bytes': sumOf(result.disk[side]),
    })
    leads[side] = now.leads
  }
  return seen
}

const createName = (clients: number) => `create, ${clients} client${clients === 1 ? '' : 's'}`

/** CPU a lead by process, and all of it. */
function cpuFigures(cpuMicros: Record<string, number>): Figures {
  const named = Object.entries(cpuMicros).map(([name, micros]) => [`${name} µs`, micros])
  return { ...Object.fromEntries(named), 'all µs': sumOf(cpuMicros) }
}

/** One after the other. */
async function eachSide<Result>(work: (side: Side) => Promise<Result>): Promise<Record<Side, Result>> {
  return { old: await work('old'), new: await work('new'), control: await work('control') }
}
