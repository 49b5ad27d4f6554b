import { describe, expect, test } from 'vitest'
import { create } from '../create.ts'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const post = (body: unknown, headers: Record<string, string> = {}) =>
  used.gateway.post(used.workspace.key, body, headers)

const kinds: [string, () => Response | Promise<Response>, number, string, string][] = [
  ['invalid', () => post({}), 400, 'invalid_request', '/api/v1/leads'],
  ['broken', () => post('{'), 400, 'invalid_json', '/api/v1/leads'],
  ['without a key', () => used.gateway.post(null, {}), 401, 'unauthorized', '/api/v1/leads'],
  [
    'of another type',
    () => post('{}', { 'content-type': 'text/plain' }),
    415,
    'unsupported_media_type',
    '/api/v1/leads',
  ],
  ['too large', () => post('x'.repeat(1_000_001)), 413, 'payload_too_large', '/api/v1/leads'],
  ['for no lead', () => used.gateway.get(used.workspace.key, 'none'), 404, 'not_found', '/api/v1/leads/none'],
]

describe('a problem document', () => {
  test.each(kinds)('%s', async (_name, call, status, code, instance) => {
    const response = await call()
    const text = await response.clone().text()
    const problem = await expectProblem(response, status, code as 'not_found')
    expect(Object.keys(JSON.parse(text)).sort()).toEqual([
      'code',
      'detail',
      'error',
      'errors',
      'instance',
      'requestId',
      'retryable',
      'status',
      'success',
      'title',
      'type',
    ])
    expect(problem.retryable).toBe(false)
    expect(problem.instance).toBe(instance)
    expect(problem.type).toBe(`/problems/${code.replaceAll('_', '-')}`)
    expect((await used.gateway.app.request(problem.type)).status).toBe(200)
    expect(response.headers.get('retry-after')).toBeNull()
  })

  test('has a type and a title of its own for each code', async () => {
    const problems = await Promise.all(
      kinds.map(async ([, call, status, code]) => expectProblem(await call(), status, code as 'not_found')),
    )
    expect(new Set(problems.map(({ type }) => type)).size).toBe(kinds.length)
    expect(new Set(problems.map(({ title }) => title)).size).toBe(kinds.length)
  })

  test('for a reused idempotency key', async () => {
    await create(used.gateway, used.workspace.key, {}, { 'idempotency-key': 'once' })
    const problem = await expectProblem(
      await post({ firstName: 'Eve' }, { 'idempotency-key': 'once' }),
      422,
      'idempotency_key_reused',
    )
    expect(problem).toMatchObject({ retryable: false, errors: [] })
  })

  test('does not repeat what was sent', async () => {
    const secret = 'sesame-4711'
    for (const body of [`{"firstName":"${secret}"`, { firstName: 'Ada', email: secret, phoneNumber: 5 }])
      expect(await (await post(body)).text()).not.toContain(secret)
    const withKey = await used.gateway.post(`intake_live_${secret}`, {})
    expect(await withKey.text()).not.toContain(secret)
  })
})

describe('errors', () => {
  test('say for each fault where, what kind, and what to do', async () => {
    const problem = await expectProblem(
      await post({
        email: 'x',
        tags: [5],
        didOptOut: 'yes',
        checklistItems: [{ code: 'tax_id', status: 'DONE' }],
        timezone: 'a'.repeat(101),
      }),
      400,
      'invalid_request',
    )
    expect(problem.errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/firstName required',
      '/email invalid_email',
      '/timezone too_long',
      '/didOptOut invalid_type',
      '/checklistItems/0/status invalid_value',
      '/tags/0 invalid_type',
    ])
    for (const { message } of problem.errors) expect(message).not.toBe('')
    expect(problem.detail).toContain('/firstName')
  })

  test('of the zone and the checklist have codes too', async () => {
    const codeOf = async (body: Record<string, unknown>) =>
      (await expectProblem(await post({ firstName: 'Ada', ...body }), 400, 'invalid_request')).errors[0]?.code
    expect(await codeOf({ timezone: 'Mars/Base' })).toBe('invalid_timezone')
    expect(await codeOf({ checklistItems: [{ code: 'none' }] })).toBe('unknown_code')
    expect(await codeOf({ checklistItems: [{ code: 'tax_id' }, { code: 'tax_id' }] })).toBe('repeated_code')
  })
})
