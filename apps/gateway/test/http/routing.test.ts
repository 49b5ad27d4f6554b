import { makeWorkspace } from '@intake/testing/make-workspace'
import { describe, expect, test } from 'vitest'
import { create, read } from '../create.ts'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const send = (method: string, path: string) =>
  used.gateway.app.request(path, { method, headers: { 'x-api-key': used.workspace.key } })

describe('GET /api/v1/leads/{id}', () => {
  test.each([
    '0198c0de-0000-7000-8000-000000000000',
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    'none',
    '1',
    'undefined',
    '0198c0de00007000800000000000000',
    '0198c0de-0000-7000-8000-00000000000g',
    '{0198c0de-0000-7000-8000-000000000000}',
    '%00',
    '%ff',
    '%E0%A4%A',
    '%',
    '%F0%9F%98%80',
    "'%20or%20'1'='1",
    'x'.repeat(5000),
  ])('%s is not found', async (id) => {
    const problem = await expectProblem(await send('GET', `/api/v1/leads/${id}`), 404, 'not_found')
    expect(problem).toMatchObject({ retryable: false, errors: [] })
  })

  test('an id in capitals is the same id', async () => {
    const { lead } = await create(used.gateway, used.workspace.key)
    expect((await read(used.gateway, used.workspace.key, lead.id.toUpperCase())).lead).toEqual(lead)
  })

  test('another workspace’s lead looks like none', async () => {
    const other = await makeWorkspace(used.gateway.db)
    const { lead } = await create(used.gateway, other.key)
    const [foreign, absent] = await Promise.all(
      [lead.id, '0198c0de-0000-7000-8000-000000000000'].map(async (id) => {
        const response = await send('GET', `/api/v1/leads/${id}`)
        const { requestId: _, instance, ...rest } = await expectProblem(response, 404, 'not_found')
        expect(instance).toBe(`/api/v1/leads/${id}`)
        return rest
      }),
    )
    expect(foreign).toEqual(absent)
  })

  test('HEAD answers as GET, without a body', async () => {
    const { lead } = await create(used.gateway, used.workspace.key)
    const response = await send('HEAD', `/api/v1/leads/${lead.id}`)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
  })
})

test.each(['/api', '/api/v1', '/api/v1/lead', '/api/v2/leads', '/api/v1/leads/a/b', '/API/V1/LEADS'])(
  '%s is nothing',
  async (path) => {
    await expectProblem(await send('GET', path), 404, 'not_found')
  },
)

test.each(['%00', '%ff', '%E0%A4%A', '%', '%F0%9F%98%80', '%2F..%2F', '1'.repeat(5000)])(
  'GET /api/v1/phone/%s is never a fault of ours',
  async (number) => {
    expect((await send('GET', `/api/v1/phone/${number}`)).status).toBeLessThan(500)
  },
)

test.each([
  ['PATCH', '/api/v1/leads', 'POST'],
  ['OPTIONS', '/api/v1/leads', 'POST'],
  ['POST', '/api/v1/leads/0198c0de-0000-7000-8000-000000000000', 'GET'],
  ['PATCH', '/api/v1/leads/none', 'GET'],
])('%s %s is not allowed', async (method, path, allowed) => {
  const response = await send(method, path)
  expect(response.headers.get('allow')?.split(', ')).toContain(allowed)
  await expectProblem(response, 405, 'method_not_allowed')
})

test('the health routes need no key', async () => {
  for (const path of ['/livez', '/readyz'])
    expect((await used.gateway.app.request(path)).status, path).toBe(200)
})
