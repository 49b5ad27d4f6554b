import { readFile } from 'node:fs/promises'
import { enrichmentJobNames } from '@intake/contracts/jobs'
import { CreateLeadAnswer } from '@intake/contracts/lead-answer'
import { startApp } from '@intake/testing/start-app'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Samples, scrape, total } from './scrape.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ gateways: 2, workers: 2 })
})
afterAll(() => stack.close())

const samplesOf = async (app: 'gateway' | 'worker'): Promise<Samples[]> =>
  (await Promise.all(stack.apps[app].map(scrape))).map(({ samples }) => samples)

async function post(
  status: number,
  lead: Record<string, unknown>,
  gateway = 0,
  headers = {},
): Promise<string> {
  const response = await stack.post(lead, { gateway, headers })
  const text = await response.text()
  expect(response.status, text).toBe(status)
  return text
}

const allEnriched = () =>
  waitFor(
    'every lead to be enriched',
    async () => (await stack.database.pool.query('select from owed_enrichments')).rowCount === 0,
    60_000,
  )

test('after known traffic over two gateways and two workers every count is exact', async () => {
  const twin = { firstName: 'Twin', email: 'twin@company.example' }
  const { lead } = CreateLeadAnswer.parse(JSON.parse(await post(200, twin, 0, { 'idempotency-key': 'a' })))
  await post(200, twin, 1, { 'idempotency-key': 'a' })
  await post(200, twin, 1)
  for (let index = 0; index < 5; index++) await post(200, { firstName: `Lead ${index}` }, index % 2)
  await post(409, twin, 0, { 'intake-duplicate-policy': 'reject' })
  await post(400, { firstName: '' }, 1)
  await allEnriched()
  await post(200, { ...twin, phoneNumber: '6782319992' }, 1, { 'intake-duplicate-policy': 'merge' })
  await allEnriched()
  expect((await stack.get(lead.id)).status).toBe(200)
  expect((await stack.get('0198c0de-0000-7000-8000-000000000000')).status).toBe(404)
  expect((await fetch(`${stack.apps.gateway[1]?.url}/api/v1/twin@company.example`)).status).toBe(401)

  // A process counts a moment after it has written.
  await waitFor('the last counts', async () => {
    const enriched = total(await samplesOf('worker'), 'intake_job_leads_total', 'queue="activity-enrichment"')
    return enriched >= 8 && total(await samplesOf('gateway'), 'intake_relay_leads_total') >= 8
  })
  const gateways = await samplesOf('gateway')
  const requests = (method: string, route: string, status: number) =>
    total(
      gateways,
      'intake_http_request_duration_seconds_count',
      `method="${method}"`,
      `route="${route}"`,
      `status="${status}"`,
    )
  expect({
    taken: requests('POST', '/api/v1/leads', 200),
    rejected: requests('POST', '/api/v1/leads', 409),
    invalid: requests('POST', '/api/v1/leads', 400),
    read: requests('GET', '/api/v1/leads/:id', 200),
    unknown: requests('GET', '/api/v1/leads/:id', 404),
    nowhere: requests('GET', 'none', 401),
    created: total(gateways, 'intake_leads_total', 'result="created"'),
    merged: total(gateways, 'intake_leads_total', 'result="merged"'),
    duplicates: total(gateways, 'intake_duplicate_leads_total'),
    replays: total(gateways, 'intake_replays_total'),
    refusedDuplicates: total(gateways, 'intake_refusals_total', 'code="duplicate_lead"'),
    refusedInvalid: total(gateways, 'intake_refusals_total', 'code="invalid_request"'),
    refusedAll: total(gateways, 'intake_refusals_total'),
    guarded: total(
      gateways,
      'intake_write_flush_duration_seconds_count',
      'lane="guarded"',
      'outcome="written"',
    ),
    guardedRefused: total(gateways, 'intake_write_flush_duration_seconds_count', 'outcome="refused"'),
    failed: total(gateways, 'intake_write_flush_duration_seconds_count', 'outcome="failed"'),
    // The replayed call was written to no table, but was in a batch.
    batched: total(gateways, 'intake_write_batch_leads_sum', 'lane="batch"'),
    waiting: total(gateways, 'intake_write_leads_waiting'),
    // Seven new leads and one that was merged into.
    relayed: total(gateways, 'intake_relay_leads_total'),
  }).toEqual({
    taken: 9,
    rejected: 1,
    invalid: 1,
    read: 1,
    unknown: 1,
    nowhere: 1,
    created: 7,
    merged: 1,
    duplicates: 1,
    replays: 1,
    refusedDuplicates: 1,
    refusedInvalid: 1,
    refusedAll: 4,
    guarded: 1,
    guardedRefused: 1,
    failed: 0,
    batched: 8,
    waiting: 0,
    relayed: 8,
  })

  const workers = await samplesOf('worker')
  const leads = (queue: string) => total(workers, 'intake_job_leads_total', `queue="${queue}"`)
  expect({
    enriched: total(workers, 'intake_accept_to_enriched_seconds_count'),
    jobs: enrichmentJobNames.map(leads),
    failed: total(workers, 'intake_job_duration_seconds_count', 'outcome="failed"'),
    dead: total(workers, 'intake_jobs_dead_total'),
  }).toEqual({ enriched: 8, jobs: [8, 8, 8], failed: 0, dead: 0 })
})

test('every process tells the same of what all share', async () => {
  const readings = [...(await samplesOf('gateway')), ...(await samplesOf('worker'))]
  for (const samples of readings) {
    expect(samples.get('intake_outbox_events')).toBe(0)
    expect(samples.get('intake_owed_leads')).toBe(0)
    expect(samples.get('intake_dead_leads')).toBe(0)
    expect(samples.get('intake_queue_jobs{queue="activity-enrichment",state="delayed"}')).toBe(0)
    expect(samples.get('intake_redis_memory_used_bytes')).toBeGreaterThan(0)
    expect(samples.get('intake_database_pool_connections{state="total"}')).toBeGreaterThan(0)
  }
})

test('the port that clients reach tells nothing', async () => {
  for (const path of ['/metrics', '/metrics/', '/api/v1/metrics'])
    for (const headers of [new Headers(), new Headers({ 'x-api-key': stack.workspace.key })])
      expect((await fetch(`${stack.apps.gateway[0]?.url}${path}`, { headers })).status).not.toBe(200)
  expect((await fetch(`${stack.apps.gateway[0]?.metricsUrl}/../api/v1/leads`)).status).toBe(404)
})

test('a gateway whose metrics cannot be shown takes leads all the same', async () => {
  const busy = new URL(stack.apps.gateway[0]?.metricsUrl ?? '').port
  const gateway = await startApp('gateway', {
    DATABASE_URL: stack.database.url,
    REDIS_URL: stack.redisUrl,
    METRICS_PORT: busy,
  })
  await waitFor('the log to say so', async () => (await gateway.log()).includes('metrics cannot listen'))
  expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200)
  expect(await gateway.stop()).toBe(0)
})

test('no label names a lead, a workspace, a key or a path', async () => {
  const { rows } = await stack.database.pool.query('select id from leads union select id from api_keys')
  const ids = [...rows.map(({ id }) => id as string), stack.workspace.id, 'twin', '6782319992']
  for (const app of [...stack.apps.gateway, ...stack.apps.worker]) {
    const { text } = await scrape(app)
    expect(ids.filter((id) => text.includes(id))).toEqual([])
  }
})

test('every metric that the alerts and the dashboard name is one that the processes tell', async () => {
  const apps = [stack.apps.gateway[0], stack.apps.worker[0]].flatMap((app) => app ?? [])
  const told = (await Promise.all(apps.map(scrape))).map(({ text }) => text).join('\n')
  const names = new Set(
    [...told.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) => namesOf(name, type)),
  )
  for (const file of ['alerts.yml', 'alerts.test.yml', 'grafana/intake.json']) {
    const text = await readFile(new URL(`../../ops/${file}`, import.meta.url), 'utf8')
    const named = [...new Set(text.match(/\b(intake|nodejs|process)_[a-z0-9_]+/g))]
    expect(named.length, file).toBeGreaterThan(10)
    expect(
      named.filter((name) => !names.has(name)),
      file,
    ).toEqual([])
  }
})

function namesOf(name: string, type: string | undefined): string[] {
  return type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]
}
