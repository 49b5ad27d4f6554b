import type { Db } from '@intake/database/create-database'
import { lookTogether } from '@intake/database/look'
import { type Backlog, readBacklog } from '@intake/leads/enrichment/read-backlog'
import { type IntakeBacklog, readIntakeBacklog } from '@intake/leads/sources/read-intake-backlog'
import { readWebhookBacklog, type WebhookBacklog } from '@intake/leads/webhooks/read-webhook-backlog'
import type { Queues } from '@intake/queue/create-queues'
import type { QueueReport } from '@intake/queue/inspect-queue'
import { Counter, Gauge } from 'prom-client'
import type { Metrics } from './create-metrics.ts'
import { createReading } from './reading.ts'

export interface FleetOptions {
  db: Db
  queues: Pick<Queues, 'inspect' | 'redisMemory'>
  /** A value younger than this is shown again, ms, whichever process has read it. */
  maxAgeMs?: number
  /** A scrape waits no longer than this for any of them, ms. The console asks all processes and gives each 2 s. */
  timeoutMs?: number
}

/**
 * What Postgres and Redis hold for all processes together. Every process answers the same, so take max() of it, never sum().
 * What can't be read is left out of the scrape, and counted.
 */
export function addFleetGauges(metrics: Metrics, options: FleetOptions): void {
  const { db, queues, maxAgeMs = 5000, timeoutMs = 800 } = options
  const bounds = { timeoutMs, maxAgeMs }
  /** Counting a million rows costs the same whoever asks: one process does it for all. */
  const together =
    <Value>(name: string, load: (trx: Db) => Promise<Value>) =>
    () =>
      lookTogether(db, load, { name, maxAgeMs })
  const failures = new Counter({
    name: 'intake_reading_failures_total',
    help: 'Scrapes in which this process could not read what all processes share.',
    labelNames: ['source'],
    registers: [metrics.registry],
  })
  const addSource = <Value>(
    source: string,
    load: () => Promise<Value>,
    gauges: ReturnType<typeof makeGauges<Value>>,
  ) => {
    failures.inc({ source }, 0)
    const read = createReading({ what: `reading ${source}`, load, ...bounds })
    metrics.beforeScrape(async () => {
      try {
        const value = await read()
        gauges.clear()
        gauges.show(value)
      } catch {
        gauges.clear()
        failures.inc({ source })
      }
    })
  }
  addSource('postgres', together('backlog', readBacklog), backlogGauges(metrics))
  addSource('webhooks', together('webhooks', readWebhookBacklog), webhookGauges(metrics))
  addSource('sources', together('sources', readIntakeBacklog), intakeGauges(metrics))
  addSource('queues', () => queues.inspect(), queueGauges(metrics))
  addSource('redis', () => queues.redisMemory(), memoryGauges(metrics))
}

type Sample = [value: number, labels?: Record<string, string>]

/** Gauges that are shown together, each with the samples that it makes of a value. */
function makeGauges<Value>(
  { registry }: Metrics,
  definitions: { name: string; help: string; labels?: string[]; samples(value: Value): Sample[] }[],
) {
  const gauges = definitions.map(({ name, help, labels = [], samples }) => {
    const gauge = new Gauge({ name, help, labelNames: labels, registers: [registry] })
    const clear = () => {
      gauge.reset()
      // A reset gauge without labels shows 0; what isn't known must show nothing.
      if (labels.length === 0) gauge.remove()
    }
    clear()
    return { gauge, clear, samples }
  })
  return {
    clear: () => {
      for (const { clear } of gauges) clear()
    },
    show: (value: Value) => {
      for (const { gauge, samples } of gauges)
        for (const [sample, labels = {}] of samples(value)) gauge.set(labels, sample)
    },
  }
}

const backlogGauges = (metrics: Metrics) =>
  makeGauges<Backlog>(metrics, [
    {
      name: 'intake_outbox_events',
      help: 'Events that wait in the outbox; at most 1,000,000 are counted.',
      samples: (backlog) => [[backlog.outboxEvents]],
    },
    {
      name: 'intake_outbox_oldest_age_seconds',
      help: 'Age of the oldest event in the outbox; 0 when there is none.',
      samples: (backlog) => [[backlog.outboxOldestSeconds]],
    },
    {
      name: 'intake_owed_leads',
      help: 'Leads that are still owed their enrichment, dead ones apart; at most 1,000,000 are counted.',
      samples: (backlog) => [[backlog.owedLeads]],
    },
    {
      name: 'intake_owed_oldest_age_seconds',
      help: 'How long the lead has waited that waits longest for its enrichment; 0 when none does.',
      samples: (backlog) => [[backlog.owedOldestSeconds]],
    },
    {
      name: 'intake_dead_leads',
      help: 'Leads whose enrichment failed for good and waits for a person.',
      samples: (backlog) => [[backlog.deadLeads]],
    },
  ])

const webhookGauges = (metrics: Metrics) =>
  makeGauges<WebhookBacklog>(metrics, [
    {
      name: 'intake_webhook_endpoints',
      help: 'Webhook endpoints by status; paused: failing, and probed now and then.',
      labels: ['status'],
      samples: ({ enabled, paused, disabled }) =>
        Object.entries({ enabled, paused, disabled }).map(([status, count]): Sample => [count, { status }]),
    },
    {
      name: 'intake_webhook_oldest_due_seconds',
      help: 'How long the webhook has been due that has been longest, at an endpoint that is well; 0 when none is.',
      samples: ({ oldestDueSeconds }) => [[oldestDueSeconds]],
    },
  ])

const intakeGauges = (metrics: Metrics) =>
  makeGauges<IntakeBacklog>(metrics, [
    {
      name: 'intake_submissions_open',
      help: 'Submissions that wait to be fetched (RECEIVED) or for a person (QUARANTINED); at most 10,000 of a workspace are counted.',
      labels: ['status'],
      samples: ({ received, quarantined }) => [
        [received, { status: 'RECEIVED' }],
        [quarantined, { status: 'QUARANTINED' }],
      ],
    },
    {
      name: 'intake_submissions_oldest_quarantined_seconds',
      help: 'How long the quarantined submission has waited that waits longest; 0 when none does.',
      samples: ({ oldestQuarantinedSeconds }) => [[oldestQuarantinedSeconds]],
    },
    {
      name: 'intake_sources',
      help: 'Sources by health, paused ones apart.',
      labels: ['health'],
      samples: ({ ok, silent, degraded }) => [
        [ok, { health: 'OK' }],
        [silent, { health: 'SILENT' }],
        [degraded, { health: 'DEGRADED' }],
      ],
    },
  ])

const queueGauges = (metrics: Metrics) =>
  makeGauges<Record<string, QueueReport>>(metrics, [
    {
      name: 'intake_queue_jobs',
      help: 'Jobs in Redis by queue and state.',
      labels: ['queue', 'state'],
      samples: (queues) =>
        Object.entries(queues).flatMap(([queue, { counts }]) =>
          Object.entries(counts).map(([state, count]): Sample => [count, { queue, state }]),
        ),
    },
    {
      name: 'intake_queue_paused',
      help: '1 while somebody has paused the queue.',
      labels: ['queue'],
      samples: (queues) => Object.entries(queues).map(([queue, { paused }]) => [paused ? 1 : 0, { queue }]),
    },
    {
      name: 'intake_queue_oldest_age_seconds',
      help: 'Age of the longest announced job of the queue that is not done; 0 when there is none.',
      labels: ['queue'],
      samples: (queues) =>
        Object.entries(queues).map(([queue, { oldestAt }]) => [ageOf(oldestAt), { queue }]),
    },
  ])

const memoryGauges = (metrics: Metrics) =>
  makeGauges<{ usedBytes: number; maxBytes: number }>(metrics, [
    {
      name: 'intake_redis_memory_used_bytes',
      help: 'Memory that Redis uses.',
      samples: ({ usedBytes }) => [[usedBytes]],
    },
    {
      name: 'intake_redis_memory_max_bytes',
      help: "Redis's maxmemory; 0 means none.",
      samples: ({ maxBytes }) => [[maxBytes]],
    },
  ])

function ageOf(at: Date | null): number {
  return at === null ? 0 : Math.max(0, (Date.now() - at.getTime()) / 1000)
}
