import { expect, test } from 'vitest'
import { makeScrape } from '../../test/make-scrape.ts'
import { ratesBetween } from './rates.ts'

const leads = (count: number) => `intake_leads_total{result="created"} ${count}`

test('grows over all processes; one that is new or silent counts from its second answer on', () => {
  const before = makeScrape(0, { a: leads(10), b: leads(5), c: null })
  const after = makeScrape(2_000, { a: leads(30), b: leads(15), c: leads(900), d: leads(900) })
  expect(ratesBetween(before, after).leadsPerSecond).toBe(15)
})

test('a process that was started anew counts from zero', () => {
  expect(
    ratesBetween(makeScrape(0, { a: leads(1000) }), makeScrape(1_000, { a: leads(7) })).leadsPerSecond,
  ).toBe(7)
})

test('times come from the answers of the API only, errors from refusals and dead jobs', () => {
  const text = (api: number, health: number) => `
intake_http_request_duration_seconds_bucket{le="0.01",route="/api/v1/leads"} ${api}
intake_http_request_duration_seconds_bucket{le="+Inf",route="/api/v1/leads"} ${api}
intake_http_request_duration_seconds_bucket{le="0.01",route="/readyz"} 0
intake_http_request_duration_seconds_bucket{le="+Inf",route="/readyz"} ${health}
intake_refusals_total{code="rate_limited"} ${api}
intake_refusals_total{code="overloaded"} 0
intake_jobs_dead_total{queue="timezone-inference"} ${api / 2}`
  const rates = ratesBetween(makeScrape(0, { a: text(0, 0) }), makeScrape(2_000, { a: text(4, 99) }))
  expect(rates).toMatchObject({ answerP50: 0.005, enrichedP95: null, leadsPerSecond: null })
  expect(rates.errors).toEqual({ rate_limited: 2, dead_job: 1 })
})
