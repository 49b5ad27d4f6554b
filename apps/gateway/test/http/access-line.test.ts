import { createLogger } from '@intake/runtime/logger'
import { makeWorkspace, type TestWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { create } from '../create.ts'
import { callRoute, nameOf, securedRoutes } from '../keys/secured-routes.ts'
import { makeGateway, type TestGateway } from '../make-gateway.ts'

let lines: Record<string, unknown>[] = []
let gateway: TestGateway
let workspace: TestWorkspace

beforeAll(async () => {
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) }
  gateway = await makeGateway({ logger: createLogger({ name: 'gateway', level: 'info', destination }) })
  workspace = await makeWorkspace(gateway.db)
})
afterAll(() => gateway.close())
beforeEach(() => {
  lines = []
})

test.each(securedRoutes.map((route) => [nameOf(route), route] as const))(
  '%s is one line with route, key, status and bytes',
  async (_name, route) => {
    const { lead } = await create(gateway, workspace.key)
    lines = []
    const response = await callRoute(gateway, route, workspace.key, { leadId: lead.id })
    expect(lines).toHaveLength(1)
    const isStream = /\/(results|export)$/.test(route.pattern)
    expect(lines[0]).toMatchObject({
      level: 'info',
      method: route.method,
      route: route.pattern,
      status: response.status,
      keyId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ms: expect.any(Number),
      ...(isStream ? {} : { bytes: (await response.arrayBuffer()).byteLength }),
    })
  },
)

describe('a line', () => {
  test('has ids of the path, and neither its other parts nor the query', async () => {
    const { lead } = await create(gateway, workspace.key)
    const headers = { 'x-api-key': workspace.key }
    lines = []
    await gateway.app.request(`/api/v1/leads/${lead.id}?x=zyx@planted.example`, { headers })
    await gateway.app.request('/api/v1/leads?email=zyx@planted.example', { headers })
    await gateway.app.request('/api/v1/phone/6785550147', { headers })
    await gateway.app.request('/in/zyx-planted', { method: 'POST', body: 'email=zyx' })
    expect(lines.map(({ path }) => path)).toEqual([
      `/api/v1/leads/${lead.id}`,
      '/api/v1/leads',
      '/api/v1/phone/…',
      '/in/…',
    ])
    expect(JSON.stringify(lines)).not.toMatch(/zyx|planted|5550147/)
  })

  test('has no key where none was accepted', async () => {
    await gateway.get('intake_live_none', 'x')
    expect(lines).toMatchObject([{ status: 401, level: 'info' }])
    expect(lines[0]).not.toHaveProperty('keyId')
  })

  test('isn’t written for each of many refusals, but for each call that is answered', async () => {
    for (let calls = 0; calls < 100; calls++) await gateway.get('intake_live_none', 'x')
    expect(lines.length).toBeLessThan(100)
    lines = []
    for (let calls = 0; calls < 30; calls++)
      await gateway.app.request('/api/v1/warnings', { headers: { 'x-api-key': workspace.key } })
    expect(lines).toHaveLength(30)
  })

  test('isn’t written for health checks', async () => {
    await gateway.app.request('/livez')
    expect(lines).toEqual([])
  })
})
