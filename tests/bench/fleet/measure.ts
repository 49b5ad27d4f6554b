import { waitUntilOwed } from '../harness/backlog.ts'
import { type Contender, warmUp } from '../harness/measure-in-turns.ts'
import { cpuTimes, cpuTimesSince } from '../harness/process-use.ts'
import { medians, type Spread, spreadOf } from '../harness/spread.ts'
import { pidOf, type Service, serviceContender, startService } from '../harness/start-service.ts'
import { runLoad } from '../load/run-load.ts'

export interface FleetOptions {
  gateways: number
  workers: number
  clients: number
  rounds: number
  seconds: number
  warmSeconds: number
}

export interface FleetResult {
  measured: {
    name: string
    /** Leads a second that are answered, and that are answered and enriched. */
    taken: Spread
    enriched: Spread
    /** CPU a lead by kind of process, all its jobs in it, µs, medians. */
    cpuMicros: Record<string, number>
  }[]
}

interface Fleet {
  name: string
  service: Service
  contender: Contender
}

interface Window {
  taken: number
  enriched: number
  cpuMicros: Record<string, number>
}

/** Loads one gateway with one worker, and the fleet, in turns; each window ends when all its leads are enriched. */
export async function measureFleet(options: FleetOptions, say: (line: string) => void): Promise<FleetResult> {
  const { gateways, workers, rounds, warmSeconds } = options
  const fleets: Fleet[] = []
  try {
    for (const size of [
      { gateways: 1, workers: 1 },
      { gateways, workers },
    ]) {
      const service = await startService(size)
      const name = `gateways: ${size.gateways}, workers: ${size.workers}`
      fleets.push({ name, service, contender: contenderOf(service, name) })
    }
    for (const { contender } of fleets) await warmUp(contender, warmSeconds)
    const windows = fleets.map((): Window[] => [])
    for (let round = 1; round <= rounds; round++)
      for (const [index, fleet] of fleets.entries()) {
        const window = await measureWindow(fleet, options)
        windows[index]?.push(window)
        say(`round ${round}, ${fleet.name}: ${Math.round(window.enriched)} enriched a second`)
      }
    return {
      measured: fleets.map(({ name }, index) => {
        const of = (pick: (window: Window) => number) => spreadOf((windows[index] ?? []).map(pick))
        return {
          name,
          taken: of(({ taken }) => taken),
          enriched: of(({ enriched }) => enriched),
          cpuMicros: medians((windows[index] ?? []).map(({ cpuMicros }) => cpuMicros)),
        }
      }),
    }
  } finally {
    await Promise.all(fleets.map(({ service }) => service.close()))
  }
}

function contenderOf(service: Service, name: string): Contender {
  const contender = serviceContender(service, name)
  const { node: gateway = [], ...others } = contender.pids
  return { ...contender, pids: { gateway, worker: service.workers.map(pidOf), ...others } }
}

async function measureWindow({ service, contender }: Fleet, options: FleetOptions): Promise<Window> {
  const { url, otherUrls, headers, pids } = contender
  const { clients, seconds, warmSeconds } = options
  const { db } = service.database
  const order = { url, otherUrls, headers, clients }
  await runLoad({ ...order, warmSeconds: 0, seconds: warmSeconds }, {})
  await waitUntilOwed(db, 0)
  const before = cpuTimes(pids)
  let start = 0
  const measuring = () => {
    start = performance.now()
  }
  const { perSecond, answers } = await runLoad({ ...order, warmSeconds: 0, seconds }, {}, { measuring })
  await waitUntilOwed(db, 0)
  const enriched = (answers * 1000) / (performance.now() - start)
  return { taken: perSecond, enriched, cpuMicros: cpuTimesSince(before, pids, answers) }
}
