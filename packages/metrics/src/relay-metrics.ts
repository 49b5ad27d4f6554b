import type { RelayObserver } from '@intake/queue/relay'
import { Counter } from 'prom-client'
import type { Metrics } from './create-metrics.ts'

/** What the relay of this process moved, and how often it could not. */
export function createRelayMetrics({ registry }: Pick<Metrics, 'registry'>): RelayObserver {
  const registers = [registry]
  const leads = new Counter({
    name: 'intake_relay_leads_total',
    help: 'Leads that the relay handed from the outbox to the queues.',
    registers,
  })
  const failures = new Counter({
    name: 'intake_relay_failures_total',
    help: 'Turns of the relay that failed; it tries again.',
    registers,
  })
  return { handedOver: (count) => leads.inc(count), failed: () => failures.inc() }
}
