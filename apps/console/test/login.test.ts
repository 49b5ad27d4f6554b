import { createClientAddress } from '@intake/leads/workspace/client-address'
import { createTestDatabase } from '@intake/testing/create-test-database'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import type { AppDeps } from '../src/app.ts'
import { cookieOf, openConsole, origin, password, user } from './console-client.ts'

async function open(overrides: Parameters<typeof openConsole>[1] = {}) {
  const opened = await openConsole(inject('redisUrl'), overrides)
  onTestFinished(opened.close)
  return opened
}

describe('signing in', () => {
  test('the right password opens a session and leads back to where one came from', async () => {
    const { request, postForm } = await open()
    const refused = await request('/queues/queue/timezone-inference?status=failed')
    expect(refused.status).toBe(302)
    const loginPath = refused.headers.get('location') ?? ''
    expect(loginPath).toBe('/login?next=%2Fqueues%2Fqueue%2Ftimezone-inference%3Fstatus%3Dfailed')

    const page = await (await request(loginPath)).text()
    expect(page).toContain('value="/queues/queue/timezone-inference?status=failed"')

    const answer = await postForm('/login', { user, password, next: '/queues/queue/x?status=failed' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/queues/queue/x?status=failed'])
    expect(answer.headers.get('set-cookie')).toMatch(/; Max-Age=3600; Path=\/; HttpOnly; SameSite=Strict$/)
    const board = await request('/queues', { headers: { cookie: cookieOf(answer) } })
    expect([board.status, await board.text()]).toEqual([200, expect.stringContaining('Intake queues')])
  })

  test.each([
    ['a wrong password', { user, password: `${password}!` }],
    ['a wrong user', { user: 'root', password }],
    ['a prefix of the password', { user, password: password.slice(0, -1) }],
    ['nothing', { user: '', password: '' }],
  ])('%s gets the same 401 and no cookie', async (_, fields) => {
    const { postForm } = await open()
    const answer = await postForm('/login', fields)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(await answer.text()).toContain('Wrong user name or password.')
  })

  test('a form without its fields, or that is too large, is refused', async () => {
    const { postForm } = await open()
    expect((await postForm('/login', { user })).status).toBe(400)
    expect((await postForm('/login', { user, password: 'x'.repeat(20_000) })).status).toBe(413)
  })

  test('what was typed comes back escaped', async () => {
    const { postForm } = await open()
    const answer = await postForm('/login', { user: '"><script>alert(1)</script>', password })
    expect(await answer.text()).not.toContain('<script>alert')
  })

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    '/.//evil.example',
    '/login?next=/login',
    '',
  ])('next=%j leads to the overview', async (next) => {
    const { postForm } = await open()
    const answer = await postForm('/login', { user, password, next })
    expect(answer.headers.get('location')).toBe('/')
  })

  test('away from plain HTTP the cookie is Secure and bound to the host', async () => {
    const { postForm } = await open({ secureCookie: true })
    const answer = await postForm('/login', { user, password })
    expect(answer.headers.get('set-cookie')).toMatch(
      /^__Host-intake-console=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    )
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=')
  })
})

describe('a form without its token', () => {
  test('is no login, even with the right password', async () => {
    const { request } = await open()
    const body = () => new URLSearchParams({ user, password, token: 'x'.repeat(43) })
    const cookies = ['', 'intake-visitor=guess']
    for (const cookie of cookies) {
      const answer = await request('/login', { method: 'POST', headers: { origin, cookie }, body: body() })
      expect([answer.status, cookieOf(answer)]).toEqual([403, expect.not.stringContaining('intake-console=')])
    }
  })

  test('ends no session, nor does the token of another session', async () => {
    const { request, signIn, tokenFor } = await open()
    const [cookie, other] = [await signIn(), await signIn()]
    for (const token of ['', await tokenFor(other)]) {
      const body = new URLSearchParams({ token })
      const answer = await request('/logout', { method: 'POST', headers: { origin, cookie }, body })
      expect(answer.status).toBe(403)
    }
    expect((await request('/queues', { headers: { cookie } })).status).toBe(200)
  })
})

describe('too many attempts', () => {
  test('the sixth of an account from an address within five minutes is refused, right or wrong; others go on', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const { postForm } = await open()
    for (let i = 0; i < 5; i++) expect((await postForm('/login', { user, password: 'no' })).status).toBe(401)
    const refused = await postForm('/login', { user, password })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '300'])
    expect(await refused.text()).toContain('Too many attempts. Try again in 5 minutes.')
    const other = await postForm('/login', { user, password }, { 'x-test-address': '192.0.2.7' })
    expect(other.status).toBe(303)
    expect((await postForm('/login', { user: 'root', password })).status).toBe(401)
    vi.advanceTimersByTime(300_000)
    expect((await postForm('/login', { user, password })).status).toBe(303)
  })

  test('wrong passwords from elsewhere, however many, lock nobody out; nor do other accounts', async () => {
    const { postForm } = await open()
    for (let i = 0; i < 120; i++)
      await postForm('/login', { user, password: 'no' }, { 'x-test-address': `192.0.2.${i}` })
    for (let i = 0; i < 20; i++) await postForm('/login', { user: `user ${i}`, password: 'no' })
    expect((await postForm('/login', { user, password })).status).toBe(303)
  })

  test('behind a proxy that is trusted, those who stand behind it are counted each for themselves', async () => {
    const clientAddress = createClientAddress(['10.0.0.0/8'])
    const addressOf: AppDeps['addressOf'] = (c) =>
      clientAddress('10.0.0.1', c.req.header('x-forwarded-for')) ?? 'unknown'
    const { postForm } = await open({ addressOf })
    const from = (address: string, pass: string) =>
      postForm('/login', { user, password: pass }, { 'x-forwarded-for': `203.0.113.99, ${address}` })
    for (let i = 0; i < 5; i++) expect((await from('198.51.100.1', 'no')).status).toBe(401)
    expect((await from('198.51.100.1', password)).status).toBe(429)
    expect((await from('198.51.100.2', password)).status).toBe(303)
  })

  test('logins that succeed use nothing up', async () => {
    const { postForm } = await open()
    for (let i = 0; i < 10; i++) expect((await postForm('/login', { user, password })).status).toBe(303)
  })
})

describe('a session', () => {
  test('ends with its lifetime', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const { request, signIn } = await open()
    const cookie = await signIn()
    vi.advanceTimersByTime(3_599_000)
    expect((await request('/queues', { headers: { cookie } })).status).toBe(200)
    vi.advanceTimersByTime(1_000)
    expect((await request('/queues', { headers: { cookie } })).status).toBe(302)
  })

  test('ends with a POST to /logout, for a copy of the cookie too; a GET only asks', async () => {
    const { request, postForm, signIn } = await open()
    const cookie = await signIn()
    expect(await (await request('/logout', { headers: { cookie } })).text()).toContain('Sign out?')
    expect((await request('/queues', { headers: { cookie } })).status).toBe(200)
    const answer = await postForm('/logout', {}, { cookie })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login'])
    expect(answer.headers.get('set-cookie')).toContain('Max-Age=0')
    expect((await request('/queues', { headers: { cookie } })).status).toBe(302)
  })

  test('that was signed out stays so at another console, and after a restart', async () => {
    const database = await createTestDatabase()
    onTestFinished(database.close)
    const [here, there] = [
      await open({ databaseUrl: database.url }),
      await open({ databaseUrl: database.url }),
    ]
    const [cookie, other] = [await here.signIn(), await here.signIn()]
    const statusAt = async ({ request }: typeof here, of: string) =>
      (await request('/workspaces', { headers: { cookie: of } })).status
    expect([await statusAt(here, cookie), await statusAt(there, cookie)]).toEqual([200, 200])
    expect((await here.postForm('/logout', {}, { cookie })).status).toBe(303)
    const restarted = await open({ databaseUrl: database.url })
    for (const one of [here, there, restarted]) {
      expect(await statusAt(one, cookie)).toBe(302)
      expect(await statusAt(one, other)).toBe(200)
    }
  })

  test('is refused when tampered with, or signed with another secret, password or user', async () => {
    const { request, signIn } = await open()
    const cookie = await signIn()
    const [name, value = ''] = cookie.split('=')
    const later = value.replace(/\.\d+/, `.${Date.now() + 9e9}`)
    const others = [{ sessionSecret: 'x'.repeat(32) }, { password: 'another password' }, { user: 'other' }]
    const foreign = await Promise.all(
      others.map(async (other) => {
        const fields = { user: other.user ?? user, password: other.password ?? password }
        return cookieOf(await (await open(other)).postForm('/login', fields))
      }),
    )
    expect(foreign.every((one) => one.startsWith('intake-console='))).toBe(true)
    for (const bad of [`${name}=${later}`, `${name}=x`, `${name}=`, ...foreign]) {
      expect((await request('/queues', { headers: { cookie: bad } })).status).toBe(302)
    }
    expect((await request('/queues', { headers: { cookie } })).status).toBe(200)
  })

  test('missing, a script gets a 401 it can show, on every method', async () => {
    const { request } = await open()
    const read = await request('/queues/api/queues')
    expect([read.status, await read.json()]).toEqual([401, expect.objectContaining({ error: 'Signed out' })])
    const write = await request('/queues/api/queues/pause', { method: 'PUT', headers: { origin } })
    expect(write.status).toBe(401)
    expect((await request('/queues/static/favicon.ico')).status).toBe(302)
  })
})

describe('a request from elsewhere', () => {
  test.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['another port', { origin: `${origin}:8080` }],
    ['a sibling site', { origin, 'sec-fetch-site': 'same-site' }],
    ['another site', { origin, 'sec-fetch-site': 'cross-site' }],
    ['a typed address', { 'sec-fetch-site': 'none' }],
    ['nowhere', {}],
  ])('%s changes nothing', async (_, headers: Record<string, string>) => {
    const { request, signIn } = await open({ readOnly: false })
    const cookie = await signIn()
    const form = {
      method: 'POST',
      headers: { ...headers, cookie },
      body: new URLSearchParams({ user, password }),
    }
    expect((await request('/login', form)).status).toBe(403)
    expect((await request('/logout', form)).status).toBe(403)
    const pause = { method: 'PUT', headers: { ...headers, cookie } }
    expect((await request('/queues/api/queues/pause', pause)).status).toBe(403)
    expect((await request('/queues', { headers: { cookie } })).status).toBe(200)
  })

  test('the console itself passes, with either header alone', async () => {
    const { postForm } = await open()
    expect((await postForm('/login', { user, password }, { 'sec-fetch-site': 'same-origin' })).status).toBe(
      303,
    )
    const fetched = await postForm(
      '/login',
      { user, password },
      { origin: undefined, 'sec-fetch-site': 'same-origin' },
    )
    expect(fetched.status).toBe(303)
  })
})

test('answers forbid framing, foreign scripts and caching', async () => {
  const { request } = await open()
  const { headers } = await request('/login')
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('same-origin')
  expect(headers.get('cache-control')).toBe('no-store')
})
