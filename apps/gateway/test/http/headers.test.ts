import { MinimalLeadAnswer } from '@intake/contracts/lead-answer'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { describe, expect, test } from 'vitest'
import { create, read } from '../create.ts'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const post = (headers: Record<string, string>, body: unknown = { firstName: 'Ada' }) =>
  used.gateway.post(used.workspace.key, body, headers)

describe('x-request-id', () => {
  test.each(['abc', 'A.b_c-9', '0198c0de-0000-7000-8000-000000000000', 'x'.repeat(128)])(
    '%s is taken over',
    async (id) => {
      expect((await post({ 'x-request-id': id })).headers.get('x-request-id')).toBe(id)
      const refused = await post({ 'x-request-id': id }, {})
      expect((await expectProblem(refused, 400, 'invalid_request')).requestId).toBe(id)
    },
  )

  test.each(['', 'x'.repeat(129), 'two words', '<script>', 'a"b', 'a\\b', 'caf\u00e9', 'a{b}', '$(id)'])(
    '%j is replaced',
    async (id) => {
      const made = (await post({ 'x-request-id': id })).headers.get('x-request-id')
      expect(made).toMatch(/^[0-9a-f-]{36}$/)
    },
  )

  test('is made where absent, each time anew, also for what never reaches a route', async () => {
    const { app } = used.gateway
    const answers = await Promise.all([
      post({}),
      post({}),
      app.request('/nowhere'),
      app.request('/api/v1/leads'),
      app.request('/livez'),
    ])
    const ids = answers.map((answer) => answer.headers.get('x-request-id'))
    expect(ids.every((id) => id?.match(/^[0-9a-f-]{36}$/))).toBe(true)
    expect(new Set(ids).size).toBe(5)
  })

  test('goes to the jobs by the outbox', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    const ids = ['job-1', 'job-2', 'job-3']
    const answers = await Promise.all(
      ids.map((id) => create(used.gateway, workspace.key, {}, { 'x-request-id': id })),
    )
    const rows = await used.gateway.db
      .selectFrom('outbox')
      .select(['lead_ids', 'request_ids'])
      .where('workspace_id', '=', workspace.id)
      .execute()
    const byLead = new Map(
      rows.flatMap((row) => row.lead_ids.map((id, index) => [id, row.request_ids?.[index]])),
    )
    expect(answers.map(({ lead }) => byLead.get(lead.id))).toEqual(ids)
  })

  test('stands in the timeline', async () => {
    const answer = await create(used.gateway, used.workspace.key, {}, { 'x-request-id': 'trace-me' })
    expect(answer.actionLogs[0]?.input).toMatchObject({ requestId: 'trace-me' })
    const later = await read(used.gateway, used.workspace.key, answer.lead.id)
    expect(later.actionLogs[0]?.input).toMatchObject({ requestId: 'trace-me' })
  })
})

describe('Prefer', () => {
  test.each(['return=minimal', 'respond-async, return=minimal', 'return="minimal"', 'Return=minimal; foo=1'])(
    '%s gets the id alone',
    async (prefer) => {
      const response = await post({ prefer })
      expect(response.status).toBe(200)
      expect(response.headers.get('preference-applied')).toBe('return=minimal')
      expect(response.headers.get('content-type')).toBe('application/json')
      const answer = MinimalLeadAnswer.parse(await response.json())
      const later = await read(used.gateway, used.workspace.key, answer.lead.id)
      expect(later.lead).toMatchObject({ firstName: 'Ada' })
    },
  )

  test.each(['return=representation', 'minimal', 'return=minimalist', 'x-return=minimal', ''])(
    '%j changes nothing',
    async (prefer) => {
      const response = await post({ prefer })
      expect(response.headers.get('preference-applied')).toBeNull()
      expect(await response.json()).toHaveProperty('checklistItems')
    },
  )

  test.each([
    ['return=minimal', 'return=representation'],
    ['return=representation', 'return=minimal'],
    ['return=minimal', 'return=minimal'],
  ])('%s, replayed with %s, is the first answer and says what it is', async (first, second) => {
    const key = { 'idempotency-key': `${first} ${second}` }
    const original = await post({ ...key, prefer: first })
    const replay = await post({ ...key, prefer: second })
    expect(replay.headers.get('idempotent-replayed')).toBe('true')
    expect(await replay.text()).toBe(await original.text())
    const applied = first === 'return=minimal' ? first : null
    expect(original.headers.get('preference-applied')).toBe(applied)
    expect(replay.headers.get('preference-applied')).toBe(applied)
  })

  test('a refusal stays whole', async () => {
    const response = await post({ prefer: 'return=minimal' }, {})
    expect(response.headers.get('preference-applied')).toBeNull()
    await expectProblem(response, 400, 'invalid_request')
  })
})

test('every answer carries the security headers and is not cached', async () => {
  const { gateway, workspace } = used
  const { lead } = await create(gateway, workspace.key)
  const answers = [
    await post({}),
    await post({}, {}),
    await gateway.get(workspace.key, lead.id),
    await gateway.get('wrong', lead.id),
    await gateway.get(workspace.key, 'none'),
    await gateway.app.request('/livez'),
    await gateway.app.request('/nowhere'),
    await gateway.app.request('/api/v1/leads', { method: 'PATCH', headers: { 'x-api-key': workspace.key } }),
  ]
  expect(answers.map((answer) => answer.status)).toEqual([200, 400, 200, 401, 404, 200, 404, 405])
  for (const { headers } of answers) {
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    // Left to the proxy that ends TLS.
    expect(headers.get('strict-transport-security')).toBeNull()
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('access-control-allow-origin')).toBeNull()
  }
})

test('answers are application/json', async () => {
  const { lead } = await create(used.gateway, used.workspace.key)
  expect((await used.gateway.get(used.workspace.key, lead.id)).headers.get('content-type')).toBe(
    'application/json',
  )
})
