import type { MetricSample } from './parse-metrics.ts'
import { quantile } from './quantile.ts'
import type { Scrape } from './scrape-processes.ts'

/** What happened between two scrapes. Times in seconds; null where nothing is known of it. */
export type Rates = {
  leadsPerSecond: number | null
  answerP50: number | null
  answerP95: number | null
  enrichedP50: number | null
  enrichedP95: number | null
  /** A second, by kind; those that didn't happen are left out. */
  errors: Record<string, number>
}

/** How much each counter of one process grew. */
export function growth(before: readonly MetricSample[], after: readonly MetricSample[]): MetricSample[] {
  const known = new Map(before.map((sample) => [keyOf(sample), sample.value]))
  return after.map((sample) => {
    const from = known.get(keyOf(sample)) ?? 0
    // A counter that shrank belongs to a process that was started anew.
    return { ...sample, value: sample.value >= from ? sample.value - from : sample.value }
  })
}

/** The same of all processes that were there before. */
function growthOfAll(before: Scrape, after: Scrape): MetricSample[] {
  return [...after.processes].flatMap(([url, samples]) => {
    const earlier = before.processes.get(url)
    return samples && earlier ? growth(earlier, samples) : []
  })
}

function keyOf({ name, labels }: MetricSample): string {
  return name + JSON.stringify(labels)
}

/** Rates and times out of two scrapes, over all processes together. */
export function ratesBetween(before: Scrape, after: Scrape): Rates {
  const seconds = Math.max(0.001, (after.at - before.at) / 1_000)
  const grown = growthOfAll(before, after)
  const of = (name: string) => grown.filter((sample) => sample.name === name)
  const sum = (samples: readonly MetricSample[]) => samples.reduce((total, { value }) => total + value, 0)
  const leads = of('intake_leads_total')
  const answers = of('intake_http_request_duration_seconds_bucket').filter(({ labels }) =>
    labels.route?.startsWith('/api/'),
  )
  const enriched = of('intake_accept_to_enriched_seconds_bucket')
  const errors: Record<string, number> = {}
  const count = (kind: string, value: number) => {
    if (value > 0) errors[kind] = (errors[kind] ?? 0) + value / seconds
  }
  for (const { labels, value } of of('intake_refusals_total')) count(labels.code ?? 'unknown', value)
  for (const { value } of of('intake_jobs_dead_total')) count('dead_job', value)
  return {
    leadsPerSecond: leads.length > 0 ? sum(leads) / seconds : null,
    answerP50: quantile(bucketsOf(answers), 0.5),
    answerP95: quantile(bucketsOf(answers), 0.95),
    enrichedP50: quantile(bucketsOf(enriched), 0.5),
    enrichedP95: quantile(bucketsOf(enriched), 0.95),
    errors,
  }
}

function bucketsOf(samples: readonly MetricSample[]): Map<number, number> {
  const buckets = new Map<number, number>()
  for (const { labels, value } of samples) {
    const bound = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le)
    buckets.set(bound, (buckets.get(bound) ?? 0) + value)
  }
  return buckets
}
