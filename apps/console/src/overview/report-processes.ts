import type { MetricSample } from './parse-metrics.ts'
import { growth } from './rates.ts'
import type { Scrape } from './scrape-processes.ts'

/** How one gateway or worker does; null where it didn't tell. */
export type ProcessReport = {
  /** Host and port of its metrics. */
  address: string
  isAnswering: boolean
  kind: 'gateway' | 'worker' | null
  /** Committed by a gateway, or taken through a job by a worker (a lead has one, as a rule). */
  leadsPerSecond: number | null
  /** Resident, in bytes. */
  memory: number | null
}

/** Each process that was asked, as it does since the scrape before; gateways first. */
export function reportProcesses(before: Scrape | undefined, after: Scrape): ProcessReport[] {
  const seconds = before ? Math.max(0.001, (after.at - before.at) / 1_000) : null
  const reports = [...after.processes].map(([url, samples]): ProcessReport => {
    const kind = samples && kindOf(samples)
    const earlier = before?.processes.get(url)
    const leads =
      samples &&
      earlier &&
      growth(earlier, samples).filter(({ name }) => name === counters[kind ?? 'gateway'])
    return {
      address: new URL(url).host,
      isAnswering: samples !== null,
      kind,
      leadsPerSecond: leads && seconds ? leads.reduce((sum, { value }) => sum + value, 0) / seconds : null,
      memory: samples?.find(({ name }) => name === 'process_resident_memory_bytes')?.value ?? null,
    }
  })
  return reports.sort((one, other) => (one.kind ?? 'z').localeCompare(other.kind ?? 'z'))
}

const counters = { gateway: 'intake_leads_total', worker: 'intake_job_leads_total' } as const

function kindOf(samples: readonly MetricSample[]): ProcessReport['kind'] {
  const has = (counter: string) => samples.some(({ name }) => name === counter)
  return has(counters.worker) ? 'worker' : has(counters.gateway) ? 'gateway' : null
}
