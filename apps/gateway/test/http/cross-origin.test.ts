import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GatewayConfig } from '../../src/config.ts'
import { create } from '../create.ts'
import { makeGateway, type TestGateway } from '../make-gateway.ts'

const shop = 'https://shop.example'
let gateway: TestGateway
let open: TestGateway
let closed: TestGateway
let workspace: TestWorkspace
beforeAll(async () => {
  gateway = await makeGateway({ corsOrigins: [shop, 'http://localhost:5173'] })
  open = await makeGateway({ sharing: gateway, corsOrigins: ['*'] })
  closed = await makeGateway({ sharing: gateway })
  workspace = await makeWorkspace(gateway.db)
})
afterAll(async () => {
  await open.close()
  await closed.close()
  await gateway.close()
})

const preflight = (at: TestGateway, origin: string, path = '/api/v1/leads') =>
  at.app.request(path, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,x-api-key,idempotency-key',
    },
  })
const cors = (response: Response) =>
  [...response.headers].filter(([name]) => name.startsWith('access-control-')).map(([name]) => name)

test.each([
  [shop, () => gateway],
  ['HTTPS://SHOP.EXAMPLE', () => gateway],
  ['http://localhost:5173', () => gateway],
  ['https://anyone.example', () => open],
])('a preflight of %s is answered, without a key', async (origin, at) => {
  const response = await preflight(at(), origin)
  expect(response.status).toBe(204)
  expect(response.headers.get('access-control-allow-origin')).toBe(origin)
  expect(response.headers.get('access-control-allow-methods')).toBe('GET, POST, PUT, DELETE')
  const names = response.headers.get('access-control-allow-headers')?.toLowerCase().split(', ')
  for (const name of ['content-type', 'x-api-key', 'idempotency-key', 'prefer', 'intake-duplicate-policy'])
    expect(names).toContain(name)
  expect(response.headers.get('access-control-allow-credentials')).toBeNull()
  expect(response.headers.get('vary')).toBe('Origin')
  expect(await response.text()).toBe('')
})

test.each([
  ['https://shop.example.evil.example', () => gateway],
  ['https://evil.example', () => gateway],
  ['http://shop.example', () => gateway],
  ['https://shop.example:8443', () => gateway],
  ['null', () => gateway],
  [shop, () => closed],
])('one of %s gets nothing', async (origin, at) => {
  const response = await preflight(at(), origin)
  expect(response.status).toBe(401)
  expect(cors(response)).toEqual([])
})

test('nothing outside of /api/v1 takes part', async () => {
  for (const path of ['/livez', '/docs', '/openapi.json', '/files/a', '/api/v2/leads'])
    expect(cors(await preflight(gateway, shop, path)), path).toEqual([])
})

describe('the answer to a call', () => {
  const post = (body: unknown, key: string | null = workspace.key, headers = {}) =>
    gateway.post(key, body, { origin: shop, ...headers })

  test.each([
    ['taken', () => post({ firstName: 'Ada' }), 200],
    ['refused', () => post({}), 400],
    ['without a key', () => post({ firstName: 'Ada' }, null), 401],
    [
      'for nothing',
      () => gateway.app.request('/api/v1/none', { headers: { origin: shop, 'x-api-key': workspace.key } }),
      404,
    ],
    [
      'with a slash',
      () => gateway.app.request('/api/v1/leads/', { headers: { origin: shop, 'x-api-key': workspace.key } }),
      308,
    ],
  ])('%s can be read, with its headers', async (_name, send, status) => {
    const response = await send()
    expect(response.status).toBe(status)
    expect(response.headers.get('access-control-allow-origin')).toBe(shop)
    const names = response.headers.get('access-control-expose-headers')?.toLowerCase().split(', ')
    for (const name of ['x-request-id', 'retry-after', 'link', 'ratelimit', 'idempotent-replayed'])
      expect(names).toContain(name)
    expect(response.headers.get('vary')).toBe('Origin')
  })

  test('for another origin, or without one, says nothing of it and is not mixed up by caches', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { origin: '' }] as Record<string, string>[]) {
      const response = await gateway.post(workspace.key, { firstName: 'Ada' }, headers)
      expect(response.status).toBe(200)
      expect(cors(response)).toEqual([])
      expect(response.headers.get('vary')).toBe('Origin')
    }
    await create(closed, workspace.key)
  })
})

describe('CORS_ORIGINS', () => {
  const setting = GatewayConfig.shape.CORS_ORIGINS
  test.each([
    ['', []],
    [undefined, []],
    ['*', ['*']],
    [`${shop}, http://localhost:5173 ,`, [shop, 'http://localhost:5173']],
    ['HTTPS://Shop.Example', [shop]],
  ])('%j is taken', (text, origins) => {
    expect(setting.parse(text)).toEqual(origins)
  })

  test.each([
    'shop.example',
    'https://shop.example/',
    'https://shop.example/a',
    'https://*.example',
    'null',
    'ftp://a.b',
  ])('%s is refused', (text) => {
    expect(setting.safeParse(text).success).toBe(false)
  })
})
