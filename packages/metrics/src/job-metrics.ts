import { jobNames } from '@intake/contracts/jobs'
import type { JobObserver, Workers } from '@intake/queue/start-workers'
import { Counter, Gauge, Histogram } from 'prom-client'
import type { Metrics } from './create-metrics.ts'

export interface JobMetrics extends JobObserver {
  /** Leads were enriched, so many seconds after each was accepted. */
  enriched(seconds: readonly number[]): void
  /** Makes the gauges that tell whether the workers consume. */
  watch(workers: Pick<Workers, 'lastActivityAt' | 'oldestRunningAt'>): void
}

/** The jobs of a worker. Their label is `queue`, since `job` is Prometheus's own. */
export function createJobMetrics({ registry }: Pick<Metrics, 'registry'>): JobMetrics {
  const registers = [registry]
  const durations = new Histogram({
    name: 'intake_job_duration_seconds',
    help: 'Time of one run of a job, by outcome; a failed run is tried again.',
    labelNames: ['queue', 'outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  })
  const leads = new Counter({
    name: 'intake_job_leads_total',
    help: 'Leads of the jobs that were done.',
    labelNames: ['queue'],
    registers,
  })
  const dead = new Counter({
    name: 'intake_jobs_dead_total',
    help: 'Jobs that failed for good.',
    labelNames: ['queue'],
    registers,
  })
  for (const queue of jobNames) {
    leads.inc({ queue }, 0)
    dead.inc({ queue }, 0)
    for (const outcome of ['done', 'failed']) durations.zero({ queue, outcome })
  }
  const enrichment = new Histogram({
    name: 'intake_accept_to_enriched_seconds',
    help: 'Time from the commit of a lead, or of its last change, to the end of its enrichment.',
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600],
    registers,
  })

  return {
    ended(queue, outcome, seconds, count) {
      durations.observe({ queue, outcome }, seconds)
      if (outcome === 'done') leads.inc({ queue }, count)
    },
    died: (queue) => dead.inc({ queue }),
    enriched: (seconds) => {
      for (const each of seconds) enrichment.observe(each)
    },
    watch(workers) {
      const sinceMs = (at: number | null) => (at === null ? 0 : Math.max(0, performance.now() - at))
      new Gauge({
        name: 'intake_worker_idle_seconds',
        help: 'Time since this worker last began or finished a job or canary of the queue.',
        labelNames: ['queue'],
        registers,
        collect() {
          for (const queue of jobNames) this.set({ queue }, sinceMs(workers.lastActivityAt(queue)) / 1000)
        },
      })
      new Gauge({
        name: 'intake_worker_longest_running_seconds',
        help: 'How long the job has run that has run longest here; 0 when none runs.',
        labelNames: ['queue'],
        registers,
        collect() {
          for (const queue of jobNames) this.set({ queue }, sinceMs(workers.oldestRunningAt(queue)) / 1000)
        },
      })
    },
  }
}
