import { errorCodes } from '@intake/contracts/app-error'
import { expect, test } from 'vitest'
import { problemType } from '../../src/answer/problem-kind.ts'
import { expectProblem } from '../expect-problem.ts'
import { useGateway } from '../use-gateway.ts'

const used = useGateway()
const get = (path: string, headers: Record<string, string> = {}) =>
  used.gateway.app.request(path, { headers })

test('the page needs no key and may load from here only', async () => {
  const response = await get('/docs')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const policy = response.headers.get('content-security-policy') ?? ''
  const sources = policy.split('; ').flatMap((directive) => directive.split(' ').slice(1))
  expect(policy).toContain("default-src 'none'")
  expect([...new Set(sources)].sort()).toEqual(["'none'", "'self'", 'data:'])
  expect(policy).toMatch(/script-src 'self'(;|$)/)
  expect(response.headers.get('x-frame-options')).toBe('DENY')
})

test('all that the page names is served, for ever cacheable, and stands nowhere else', async () => {
  const html = await (await get('/docs')).text()
  const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address ?? '')
  expect(addresses).toContain('openapi.json')
  const assets = addresses.filter((address) => address !== 'openapi.json')
  expect(assets).toHaveLength(5)
  for (const address of assets) {
    expect(address).toMatch(/^docs\/[\w.-]+\?v=[\w-]{18,22}$/)
    const response = await get(`/${address}`)
    expect(response.status, address).toBe(200)
    expect(response.headers.get('cache-control'), address).toBe('public, max-age=31536000, immutable')
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(100)
    const etag = response.headers.get('etag') ?? ''
    expect((await get(`/${address}`, { 'if-none-match': etag })).status).toBe(304)
  }
  // The page itself is asked for each time, so that it names new assets after an update.
  expect((await get('/docs')).headers.get('cache-control')).toBe('no-cache')
})

test('styles load nothing from elsewhere, and our script names no other host', async () => {
  for (const name of ['swagger-ui.css', 'page.css', 'page.js']) {
    const text = await (await get(`/docs/${name}`)).text()
    expect(text, name).not.toMatch(/@import|url\(\s*["']?(?:https?:)?\/\//)
    if (name !== 'swagger-ui.css') expect(text, name).not.toMatch(/https?:\/\//)
  }
  const script = await (await get('/docs/page.js')).text()
  // Otherwise a badge is loaded from a validator's host.
  expect(script).toContain('validatorUrl: null')
})

test('/ leads to the page, and /llms.txt names every call', async () => {
  const front = await get('/')
  expect([front.status, front.headers.get('location')]).toEqual([302, '/docs'])
  const response = await get('/llms.txt')
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
  const text = await response.text()
  const { paths } = (await (await get('/openapi.json')).json()) as { paths: Record<string, object> }
  for (const [path, methods] of Object.entries(paths))
    for (const method of Object.keys(methods).filter((name) => /^(get|post|put|patch|delete)$/.test(name)))
      expect(text).toContain(`\`${method.toUpperCase()} ${path}\`: `)
})

test('/docs/ leads to /docs', async () => {
  const response = await get('/docs/')
  expect([response.status, response.headers.get('location')]).toEqual([308, '/docs'])
})

test.each(['/docs/other.js', '/docs/..%2fpage.html', '/docs/package.json'])('%s is nothing', async (path) => {
  await expectProblem(await get(path), 404, 'not_found')
})

test('each kind of problem has a page that its type leads to, and all are listed', async () => {
  const list = await (await get('/problems')).text()
  for (const code of errorCodes) {
    const type = problemType(code)
    const response = await get(type)
    expect([type, response.status, response.headers.get('content-type')]).toEqual([
      type,
      200,
      'text/html; charset=utf-8',
    ])
    const text = await response.text()
    expect(text).toContain(`<code>${code}</code>`)
    expect(text).toMatch(/<h2>What to do<\/h2>\s*<p>.{20,}<\/p>/)
    expect(text).not.toMatch(/<script|\sstyle=|`/)
    expect(list).toContain(`href="${type}"`)
    const [, stylesheet = ''] = /rel="stylesheet" href="([^"]+)"/.exec(text) ?? []
    expect((await get(stylesheet)).status).toBe(200)
  }
  const { type } = (await (await get('/api/v1/leads')).json()) as { type: string }
  expect((await get(type)).status).toBe(200)
  await expectProblem(await get('/problems/other'), 404, 'not_found')
})

test('other methods are refused', async () => {
  for (const path of ['/', '/docs', '/openapi.json', '/llms.txt', '/problems', '/problems/overloaded'])
    await expectProblem(await used.gateway.app.request(path, { method: 'POST' }), 405, 'method_not_allowed')
})
