import { Counter, Histogram } from 'prom-client'
import type { Metrics } from './create-metrics.ts'

/** What became of one try to send a webhook. */
export type WebhookOutcome = 'delivered' | 'retry' | 'failed'

export interface WebhookMetrics {
  /** A try ended. */
  tried(outcome: WebhookOutcome, seconds: number): void
  /** An endpoint was disabled because it took nothing any more. */
  disabled(): void
}

/** The webhooks that a worker sends. No label names an endpoint: their number is not ours to bound. */
export function createWebhookMetrics({ registry }: Pick<Metrics, 'registry'>): WebhookMetrics {
  const registers = [registry]
  const tries = new Histogram({
    name: 'intake_webhook_try_seconds',
    help: 'Time of one try to send a webhook, by outcome; a retry is tried again later.',
    labelNames: ['outcome'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  for (const outcome of ['delivered', 'retry', 'failed']) tries.zero({ outcome })
  const disabled = new Counter({
    name: 'intake_webhook_endpoints_disabled_total',
    help: 'Endpoints that were disabled because they took nothing any more.',
    registers,
  })
  return {
    tried: (outcome, seconds) => tries.observe({ outcome }, seconds),
    disabled: () => disabled.inc(),
  }
}
