import { CreateLeadAnswer } from '@intake/contracts/lead-answer'
import { type Stack, startStack } from '@intake/testing/start-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OtlpReceiver, startOtlpReceiver } from './otlp-receiver.ts'

const jobs = ['timezone-inference', 'duplicate-matching', 'activity-enrichment'].map(
  (name) => `process ${name}`,
)
const [job] = jobs

let collector: OtlpReceiver
let stack: Stack
beforeAll(async () => {
  collector = await startOtlpReceiver()
  stack = await startStack({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '100', LOG_LEVEL: 'debug' },
  })
})
afterAll(async () => {
  await stack.close()
  await collector.close()
})

const traceparent = (number: number) => {
  const id = number.toString(16)
  return `00-${id.padStart(32, 'a')}-${id.padStart(16, 'b')}-01`
}
const traceOf = (parent: string) => parent.split('-')[1] ?? ''

async function post(lead: Record<string, unknown>, headers: Record<string, string> = {}): Promise<string> {
  const response = await stack.post(lead, { headers })
  expect(response.status).toBe(200)
  return CreateLeadAnswer.parse(await response.json()).lead.id
}

const spansOf = (traceId: string, count: number) =>
  waitFor(`${count} spans of the trace ${traceId}`, () => {
    const spans = collector.spans.filter((span) => span.traceId === traceId)
    return spans.length >= count && spans
  })

test('a lead is one trace: from its client over the request and the outbox to its jobs', async () => {
  const parent = traceparent(1)
  const phone = '6785550147'
  await post(
    { firstName: 'Zyxfirst', email: 'zyx@zyx.example', phoneNumber: phone },
    { traceparent: parent, 'x-request-id': 'traced' },
  )
  const spans = await spansOf(traceOf(parent), 4)
  const request = spans.find(({ service }) => service === 'intake-gateway')
  expect(request).toMatchObject({
    name: 'POST /api/v1/leads',
    parentSpanId: parent.split('-')[2],
    attributes: {
      'http.request.method': 'POST',
      'http.route': '/api/v1/leads',
      'http.response.status_code': 200,
      'intake.request_id': 'traced',
    },
  })
  const others = spans.filter((span) => span !== request)
  expect(others.map(({ name }) => name).sort()).toEqual(jobs.toSorted())
  for (const { service, parentSpanId, attributes } of others) {
    expect({ service, parentSpanId }).toEqual({ service: 'intake-worker', parentSpanId: request?.spanId })
    expect(attributes).toMatchObject({ 'messaging.batch.message_count': 1, 'intake.attempt': 1 })
  }
  expect(JSON.stringify(collector.spans)).not.toMatch(/zyx|6785550147/i)
  expect([...collector.paths]).toEqual(['/v1/traces'])

  for (const app of [...stack.apps.gateway, ...stack.apps.worker]) {
    const lines = await waitFor('log lines of the request', async () => {
      const ofRequest = (await app.log()).split('\n').filter((line) => line.includes('"traced"'))
      return ofRequest.length > 0 && ofRequest
    })
    for (const line of lines) expect(JSON.parse(line)).toMatchObject({ traceId: traceOf(parent) })
  }
})

test('a request without a trace begins one; an update goes on to the jobs too', async () => {
  const id = await post({ firstName: 'Ada' }, { traceparent: 'nonsense' })
  // Were the create's jobs still under way, they might do the update's work too, under their own trace.
  await waitFor('the create to be enriched', async () => {
    const owed = await stack.database.aside.selectFrom('owed_enrichments').select('lead_id').execute()
    return owed.length === 0
  })
  const parent = traceparent(2)
  const response = await fetch(`${stack.apps.gateway[0]?.url}/api/v1/leads/${id}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-api-key': stack.workspace.key, traceparent: parent },
    body: JSON.stringify({ lastName: 'Lovelace' }),
  })
  expect(response.status).toBe(200)
  const spans = await spansOf(traceOf(parent), 4)
  expect(spans.map(({ name }) => name).sort()).toEqual(['PUT /api/v1/leads/:id', ...jobs].sort())
  const begun = await waitFor('the span of the create', () =>
    collector.spans.find(({ name, parentSpanId }) => name === 'POST /api/v1/leads' && !parentSpanId),
  )
  expect(begun.traceId).toMatch(/^[0-9a-f]{32}$/)
})

test('a job over leads of several requests is a trace of its own that is linked to each', async () => {
  await stack.stopRedis()
  const parents = [11, 12, 13].map(traceparent)
  for (const parent of parents) await post({ firstName: 'One of three' }, { traceparent: parent })
  const requests = await Promise.all(parents.map((parent) => spansOf(traceOf(parent), 1)))
  await stack.startRedis()
  const span = await waitFor('a job over all three', () =>
    collector.spans.find(({ name, links }) => name === job && links.length === 3),
  )
  const spanIds = requests.map(([request]) => request?.spanId)
  expect(span.links.map(({ spanId }) => spanId).sort()).toEqual(spanIds.sort())
  expect(span.links.map(({ traceId }) => traceId).sort()).toEqual(parents.map(traceOf).sort())
  expect(span.parentSpanId ?? '').toBe('')
})

test('without a collector nothing is traced, but a client’s own trace still goes to the jobs', async () => {
  const plain = await startStack({ workers: 0, env: { RELAY_HIGH_WATER: '1' } })
  try {
    await plain.stopRedis()
    const parent = traceparent(21)
    for (const headers of [{}, { traceparent: parent }, { traceparent: 'nonsense' }] as Record<
      string,
      string
    >[])
      expect((await plain.post({ firstName: 'Ada' }, { headers })).status).toBe(200)
    const { rows } = await plain.database.pool.query('select traceparents from outbox order by id')
    expect(rows.map(({ traceparents }) => traceparents)).toEqual([null, [parent], null])
  } finally {
    await plain.close()
  }
})
