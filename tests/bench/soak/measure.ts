import { measureDrain, readBacklog } from '../harness/backlog.ts'
import { residentMegabytes } from '../harness/process-use.ts'
import { makeTags, pidOf, type Service, serviceContender, startService } from '../harness/start-service.ts'
import type { LoadReport } from '../load/load-order.ts'
import { runLoad } from '../load/run-load.ts'

export interface SoakOptions {
  minutes: number
  sampleSeconds: number
  peakSeconds: number
  clients: number
  /** Of the peak, percent. */
  share: number
}

/** How things stand, and the answers of the time since the last look. */
export interface SoakSample {
  /** Since the load began. */
  seconds: number
  answersPerSecond: number
  refused: number
  p50Ms: number
  p99Ms: number
  gatewayMegabytes: number
  workerMegabytes: number
  outboxSeconds: number
  owed: number
  owedSeconds: number
}

export interface SoakResult {
  /** Leads a second of clients that send as fast as they can, with the worker beside them. */
  peakPerSecond: number
  duePerSecond: number
  samples: SoakSample[]
}

/** Finds the peak, waits until all of it is enriched, and then loads one gateway and one worker evenly for a long time. */
export async function measureSoak(options: SoakOptions, say: (line: string) => void): Promise<SoakResult> {
  const service = await startService({})
  try {
    const { url, headers, pids } = serviceContender(service)
    await makeTags({ url, headers })
    const { clients, peakSeconds: seconds } = options
    const peak = await runLoad({ url, headers, clients, warmSeconds: seconds / 2, seconds }, pids)
    await measureDrain(service.database.db, {})
    const duePerSecond = (peak.perSecond * options.share) / 100
    say(`peak ${Math.round(peak.perSecond)}/s; ${Math.round(duePerSecond)}/s are due from now on`)
    const samples = await sampleLoad(service, { ...options, duePerSecond }, say)
    return { peakPerSecond: peak.perSecond, duePerSecond, samples }
  } finally {
    await service.close()
  }
}

async function sampleLoad(
  service: Service,
  { minutes, sampleSeconds, clients, duePerSecond }: SoakOptions & { duePerSecond: number },
  say: (line: string) => void,
): Promise<SoakSample[]> {
  const { url, headers, pids } = serviceContender(service)
  const start = performance.now()
  const samples: Promise<SoakSample>[] = []
  const sample = async (report: LoadReport): Promise<SoakSample> => {
    const { owed, owedSeconds, outboxSeconds } = await readBacklog(service.database.db)
    const seen = {
      seconds: Math.round((performance.now() - start) / 1000),
      answersPerSecond: report.answers / report.seconds,
      refused: report.refused,
      p50Ms: report.p50Ms,
      p99Ms: report.p99Ms,
      gatewayMegabytes: residentMegabytes(pidOf(service.gateways[0])),
      workerMegabytes: residentMegabytes(pidOf(service.workers[0])),
      outboxSeconds,
      owed,
      owedSeconds,
    }
    say(
      `${seen.seconds} s: ${Math.round(seen.answersPerSecond)}/s, p99 ${Math.round(seen.p99Ms)} ms, gateway ${Math.round(seen.gatewayMegabytes)} MB, owed for ${seen.owedSeconds.toFixed(1)} s`,
    )
    return seen
  }
  const order = { url, headers, clients, warmSeconds: 0, seconds: minutes * 60, perSecond: duePerSecond }
  await runLoad({ ...order, reportSeconds: sampleSeconds }, pids, {
    // What is left at the end is too short to be looked at.
    reported: (report) => {
      if (report.seconds > sampleSeconds / 2) samples.push(sample(report))
    },
  })
  return Promise.all(samples)
}
