import type { WriteObserver } from '@intake/leads/create/writer/lead-writer'
import { Counter, Gauge, Histogram } from 'prom-client'
import type { Metrics } from './create-metrics.ts'

/** The write path: what it wrote, in how large batches, how fast. Also makes the gauge of leads that wait for it. */
export function createWriteMetrics(
  { registry }: Pick<Metrics, 'registry'>,
  waiting: () => number,
): WriteObserver {
  const registers = [registry]
  const batches = new Histogram({
    name: 'intake_write_batch_leads',
    help: 'Leads in one transaction of the write path.',
    labelNames: ['lane'],
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  })
  const durations = new Histogram({
    name: 'intake_write_flush_duration_seconds',
    help: 'Time of one transaction of the write path, with what is read for its answers, by lane and outcome.',
    labelNames: ['lane', 'outcome'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const leads = new Counter({
    name: 'intake_leads_total',
    help: 'Leads that were committed: created, or merged into one that was there.',
    labelNames: ['result'],
    registers,
  })
  for (const result of ['created', 'merged']) leads.inc({ result }, 0)
  const duplicates = new Counter({
    name: 'intake_duplicate_leads_total',
    help: 'Leads that were created although the workspace had one with the same phone or e-mail.',
    registers,
  })
  new Gauge({
    name: 'intake_write_leads_waiting',
    help: 'Leads that wait for a transaction or are being written.',
    registers,
    collect() {
      this.set(waiting())
    },
  })
  return {
    ended(lane, size, seconds, outcome) {
      batches.observe({ lane }, size)
      durations.observe({ lane, outcome }, seconds)
    },
    written(result, matched) {
      leads.inc({ result })
      if (matched && result === 'created') duplicates.inc()
    },
  }
}
