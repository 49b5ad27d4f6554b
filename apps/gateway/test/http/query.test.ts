import { ListLeadsAnswer } from '@intake/contracts/list-leads'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { describe, expect, test } from 'vitest'
import { operations } from '../../src/openapi/operations.ts'
import { recordsOf } from '../../src/request/query.ts'
import { storesNothing } from '../count-stored.ts'
import { create } from '../create.ts'
import { expectInvalid } from '../expect-problem.ts'
import { contentOf, nameOf, securedRoutes } from '../keys/secured-routes.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const get = (path: string) =>
  used.gateway.app.request(`/api/v1${path}`, { headers: { 'x-api-key': used.workspace.key } })

const routes = securedRoutes.map((route) => {
  const operation = operations.find(({ method, path }) => nameOf(route) === `${method.toUpperCase()} ${path}`)
  const records = recordsOf(operation?.query)
  const names = Object.keys(operation?.query?.shape ?? {})
  return [nameOf(route), route, names.map((name) => (records.includes(name) ? `${name}.a` : name))] as const
})

describe.each(routes)('%s', (_name, route, documented) => {
  const send = (query: string) =>
    used.gateway.app.request(`${route.path('none').split('?')[0]}?${query}`, {
      method: route.method,
      ...contentOf(route, 'none', undefined, { 'x-api-key': used.workspace.key }),
    })

  test('refuses parameters that it doesn’t know, and those alone', async () => {
    const known = documented.map((name) => `${name}=1`).join('&')
    const response = await storesNothing(used.gateway.db, used.workspace.id, async () =>
      send(`dryRun=true&${known}&%F0%9F%98%80&a/b=1&__proto__=1`),
    )
    const problem = await expectInvalid(response, '/dryRun', '/😀', '/a~1b', '/__proto__')
    for (const { code, message } of problem.errors) {
      expect(code).toBe('unknown_parameter')
      expect(message).toContain(documented[0] ?? 'no parameters')
    }
  })

  if (documented.length > 0)
    test('refuses one that comes twice', async () => {
      const [name] = documented
      const problem = await expectInvalid(await send(`${name}=1&${name}=2`), `/${name}`)
      expect(problem.errors[0]?.code).toBe('repeated_parameter')
    })
})

test.each([
  ['/leads?create_after=2026-01-01', '/create_after', 'createdAfter'],
  ['/leads?Limit=5', '/Limit', 'limit'],
  ['/leads?phone=1', '/phone', 'phoneNumber'],
  ['/imports?stauts=RUNNING', '/stauts', 'status'],
  ['/warnings?day=3', '/day', 'days'],
])('%s is told what may be meant', async (path, pointer, meant) => {
  const problem = await expectInvalid(await get(path), pointer)
  expect(problem.detail).toContain(`did you mean ${meant}?`)
})

test('a thousand unknown parameters get a short refusal', async () => {
  const query = Array.from({ length: 1000 }, (_, index) => `p${index}=1`).join('&')
  const response = await get(`/leads?${query}`)
  expect(((await response.json()) as { errors: [] }).errors).toHaveLength(50)
})

test.each(['/leads?', '/leads?&', '/leads?limit=5&'])('%s asks for nothing unknown', async (path) => {
  expect((await get(path)).status).toBe(200)
})

describe('a plus that is not encoded', () => {
  test.each([
    ['email=ada+crm@example.com', { email: 'ada+crm@example.com' }],
    ['email=ada%2Bcrm@example.com', { email: 'ada+crm@example.com' }],
    ['email=+ada@example.com', { email: '+ada@example.com' }],
    ['email=a+b+c@example.com&limit=1', { email: 'A+b+c@example.com' }],
    ['phoneNumber=+442079460958', { phoneNumber: '+44 20 7946 0958' }],
    ['phoneNumber=%2B442079460958', { phoneNumber: '+44 20 7946 0958' }],
    ['phoneNumber=(678)+231-9992', { phoneNumber: '6782319992' }],
    ['externalLeadId=a+b', { externalLeadId: 'a b' }],
    ['tag=hot+lead', { tags: ['Hot lead'] }],
    ['createdAfter=2020-01-01T00:00:00+02:00', {}],
  ])('in %s is read as it was meant', async (query, body) => {
    const workspace = await makeWorkspace(used.gateway.db)
    const { lead } = await create(used.gateway, workspace.key, body)
    await create(used.gateway, workspace.key, { email: 'ada@example.com', phoneNumber: '4155550132' })
    const response = await used.gateway.app.request(`/api/v1/leads?${query}`, {
      headers: { 'x-api-key': workspace.key },
    })
    expect(response.status).toBe(200)
    const { leads } = ListLeadsAnswer.parse(await response.json())
    expect(leads.map(({ id }) => id)).toContain(lead.id)
    if (!query.startsWith('created')) expect(leads).toHaveLength(1)
  })

  test('stays one on the next page', async () => {
    const workspace = await makeWorkspace(used.gateway.db)
    for (let index = 0; index < 2; index++)
      await create(used.gateway, workspace.key, { email: 'ada+crm@example.com' })
    const at = (path: string) => used.gateway.app.request(path, { headers: { 'x-api-key': workspace.key } })
    const first = await at('/api/v1/leads?email=ada+crm@example.com&limit=1')
    const next = /<(.*)>/.exec(first.headers.get('link') ?? '')?.[1] ?? ''
    const { leads } = ListLeadsAnswer.parse(await (await at(next)).json())
    expect(leads).toHaveLength(1)
  })
})

describe('a slash at the end', () => {
  test.each([
    ['POST', '/api/v1/leads/', '/api/v1/leads'],
    ['POST', '/api/v1/leads/batch/', '/api/v1/leads/batch'],
    ['GET', '/api/v1/leads/?limit=1&email=a+b@example.com', '/api/v1/leads?limit=1&email=a+b@example.com'],
    [
      'GET',
      '/api/v1/leads/0198c0de-0000-7000-8000-000000000000//',
      '/api/v1/leads/0198c0de-0000-7000-8000-000000000000',
    ],
    ['PUT', '/api/v1/leads/', '/api/v1/leads'],
    ['POST', '/api/v1/imports/', '/api/v1/imports'],
  ])('%s %s leads to the address without it', async (method, path, location) => {
    const response = await used.gateway.app.request(path, {
      method,
      headers: { 'x-api-key': used.workspace.key },
    })
    expect(response.status).toBe(308)
    expect(response.headers.get('location')).toBe(location)
  })

  test.each(['//evil.example/', '/\\evil.example/', '/api//', '/nowhere/'])(
    '%s leads nowhere else',
    async (path) => {
      const response = await used.gateway.app.request(`http://localhost${path}`, {
        headers: { 'x-api-key': used.workspace.key },
      })
      expect(response.headers.get('location')).toBeNull()
    },
  )
})
