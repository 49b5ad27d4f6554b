import { describe, expect, test } from 'vitest'
import { IntakeConnectionError, IntakeProblem } from '../src/client.ts'
import { problem, type Step, scriptedServer, taken } from './scripted-server.ts'

const body = { firstName: 'Ada' }
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

async function failure(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.fail('was taken'),
    (error: unknown) => error,
  )
}

describe('a create', () => {
  const passing: [string, Step][] = [
    ['408', { status: 408 }],
    ['429', problem(429, 'rate_limited', { 'retry-after': '0' })],
    [
      '502 of a proxy',
      { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' },
    ],
    ['503', problem(503, 'overloaded')],
    ['504', { status: 504 }],
    ['409 of a call that still runs', problem(409, 'idempotency_key_in_use')],
    ['a connection that ends without an answer', 'cut'],
    ['a connection that ends amid the answer', 'half'],
    ['200 without JSON', { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Log in</h1>' }],
  ]

  test.each(passing)('is sent again after %s: the same key, the same body', async (_name, step) => {
    await using server = await scriptedServer([step, step, taken])
    expect(await server.client.createLead({ body })).toEqual(taken.body)
    expect(server.requests).toHaveLength(3)
    const [first] = server.requests
    expect(first?.headers['idempotency-key']).toMatch(uuid)
    expect(first).toMatchObject({ method: 'POST', url: '/api/v1/leads', body: JSON.stringify(body) })
    expect(first?.headers).toMatchObject({ 'x-api-key': 'key', 'content-type': 'application/json' })
    for (const request of server.requests) {
      expect(request.headers['idempotency-key']).toBe(first?.headers['idempotency-key'])
      expect(request.body).toBe(first?.body)
    }
  })

  test('is sent again when a try takes too long', async () => {
    await using server = await scriptedServer(['silent', taken], { timeoutMs: 300 })
    expect(await server.client.createLead({ body })).toEqual(taken.body)
    expect(new Set(server.requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  })

  test.each([400, 401, 403, 404, 413, 422, 500])('is not sent again after %i', async (status) => {
    await using server = await scriptedServer([problem(status, 'some_code'), taken])
    expect(await failure(server.client.createLead({ body }))).toBeInstanceOf(IntakeProblem)
    expect(server.requests).toHaveLength(1)
  })

  test('has a new key each time, or the given one', async () => {
    await using server = await scriptedServer([taken, taken, taken])
    await server.client.createLead({ body })
    await server.client.createLead({ body })
    await server.client.createLead({ body }, { idempotencyKey: 'mine' })
    const keys = server.requests.map(({ headers }) => headers['idempotency-key'])
    expect(new Set(keys).size).toBe(3)
    expect(keys[2]).toBe('mine')
  })

  test('gives up after so many tries, with the key to go on with', async () => {
    const down = problem(503, 'unavailable')
    await using server = await scriptedServer([down, down, down, taken], { maxAttempts: 3 })
    const error = await failure(server.client.createLead({ body }))
    expect(error).toBeInstanceOf(IntakeProblem)
    expect(error).toMatchObject({ status: 503, code: 'unavailable', attempts: 3, requestId: 'r-1' })
    expect(error).toMatchObject({ idempotencyKey: server.requests[0]?.headers['idempotency-key'] })
  })

  test('says so when no answer came', async () => {
    await using server = await scriptedServer(['cut', 'cut'], { maxAttempts: 2 })
    const error = await failure(server.client.createLead({ body }, { idempotencyKey: 'mine' }))
    expect(error).toBeInstanceOf(IntakeConnectionError)
    expect(error).toMatchObject({ attempts: 2, idempotencyKey: 'mine' })
  })
})

describe('Retry-After', () => {
  // Timers may be early by a moment.
  const moment = 50

  test('in seconds is waited for', async () => {
    await using server = await scriptedServer([problem(503, 'overloaded', { 'retry-after': '1' }), taken])
    await server.client.createLead({ body })
    const [first, second] = server.requests.map(({ at }) => at)
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(1000 - moment)
  })

  test('with a date is waited for', async () => {
    const date = new Date(Date.now() + 2000).toUTCString()
    await using server = await scriptedServer([problem(503, 'overloaded', { 'retry-after': date }), taken])
    await server.client.createLead({ body })
    expect(server.requests[1]?.at).toBeGreaterThan(Date.parse(date) - moment)
  })

  test('beyond the bound ends the call', async () => {
    await using server = await scriptedServer([
      problem(429, 'rate_limited', { 'retry-after': '3600' }),
      taken,
    ])
    const error = await failure(server.client.createLead({ body }))
    expect(error).toMatchObject({ status: 429, retryAfterMs: 3600_000, attempts: 1 })
    expect(server.requests).toHaveLength(1)
  })
})

describe('other calls', () => {
  test('that read, replace or delete are sent again, without a key where there is none', async () => {
    await using server = await scriptedServer(['cut', taken, 'cut', taken, 'cut', taken, 'cut', taken])
    await server.client.getLead({ id: 'a b' })
    await server.client.deleteLead({ id: 'x' })
    await server.client.checkLead({ body: { email: 'ada@example.com' } })
    await server.client.updateLead({ id: 'x', body })
    expect(server.requests.map(({ method }) => method)).toEqual([
      'GET',
      'GET',
      'DELETE',
      'DELETE',
      'POST',
      'POST',
      'PUT',
      'PUT',
    ])
    expect(server.requests[0]?.url).toBe('/api/v1/leads/a%20b')
    const keys = server.requests.map(({ headers }) => headers['idempotency-key'])
    expect(keys.slice(0, 6)).toEqual(Array(6).fill(undefined))
    expect(keys[6]).toMatch(uuid)
  })
})

describe('a signal', () => {
  test('ends a try under way', async () => {
    await using server = await scriptedServer(['silent'])
    const controller = new AbortController()
    const call = failure(server.client.createLead({ body }, { signal: controller.signal }))
    controller.abort(new Error('enough'))
    expect(await call).toMatchObject({ message: 'enough' })
  })

  test('ends a pause', async () => {
    await using server = await scriptedServer([problem(503, 'overloaded', { 'retry-after': '50' })])
    const signal = AbortSignal.timeout(300)
    expect(await failure(server.client.createLead({ body }, { signal }))).toMatchObject({
      name: 'TimeoutError',
    })
    expect(server.requests).toHaveLength(1)
  })

  test('that is aborted before sends nothing', async () => {
    await using server = await scriptedServer([taken])
    const signal = AbortSignal.abort(new Error('enough'))
    expect(await failure(server.client.createLead({ body }, { signal }))).toMatchObject({ message: 'enough' })
    expect(server.requests).toEqual([])
  })
})

test('a redirect is not followed: the key would go elsewhere', async () => {
  await using other = await scriptedServer([taken])
  await other.client.getLead({ id: 'x' })
  const location = `http://${other.requests[0]?.headers.host}/api/v1/leads`
  await using server = await scriptedServer([{ status: 307, headers: { location } }], { maxAttempts: 1 })
  expect(await failure(server.client.createLead({ body }))).toBeInstanceOf(IntakeConnectionError)
  expect(other.requests).toHaveLength(1)
})
