import { randomUUID } from 'node:crypto'
import { hashPassword } from '@intake/runtime/password-hash'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { createUsers, parseUsers, type Role, roles } from '../src/users.ts'
import { cookieOf, openConsole, origin, password, user } from './console-client.ts'
import { makeStory, type Story } from './make-story.ts'

let story: Story
let listed: string
const passwordOf = (role: string) => `password of the ${role}`

beforeAll(async () => {
  story = await makeStory()
  const lines = roles.map(async (role) => `${role}-1:${role}:${await hashPassword(passwordOf(role))}`)
  listed = (await Promise.all(lines)).join('\n')
})
afterAll(() => story.database.close())

async function open(overrides: Parameters<typeof openConsole>[1] = {}) {
  const opened = await openConsole(inject('redisUrl'), {
    databaseUrl: story.database.url,
    readOnly: false,
    listedUsers: parseUsers(listed),
    ...overrides,
  })
  onTestFinished(opened.close)
  const signInAs = (role: Role) => opened.signIn({ user: `${role}-1`, password: passwordOf(role) })
  return { ...opened, signInAs }
}
type Opened = Awaited<ReturnType<typeof open>>

/** What changes something and is open to all, for it comes before the session or ends it. */
const forAll = ['POST /login', 'POST /logout']
/** What an operator may change; all else that changes anything takes an admin. */
const forOperators = [
  'POST /dead/redrive',
  'POST /imports/:slug/preview',
  'POST /imports/:slug',
  'POST /webhooks/:slug/:endpoint/replay',
  'POST /workspaces/:slug/submissions/:id/replay',
  'POST /workspaces/:slug/submissions/:id/dismiss',
  'POST /workspaces/:slug/sources/:id/replay',
  'PUT /queues/api/queues/:queueName/retry/:queueStatus',
  'POST /workspaces/:slug/suppressions',
  'POST /leads/:slug/:id/unmerge',
  'POST /webhooks/:slug/:endpoint/test',
  'PUT /queues/api/queues/:queueName/promote',
  'PUT /queues/api/queues/:queueName/:jobId/retry',
  'PUT /queues/api/queues/:queueName/:jobId/promote',
]

/** Every route of the console that isn't a read, as `POST /dead/redrive`. */
function writingRoutes({ app }: Opened): string[] {
  const found = app.routes
    .filter(({ method, path }) => !['GET', 'HEAD', 'ALL'].includes(method) && !path.includes('*'))
    .map(({ method, path }) => `${method} ${path.replace(/\{(?:[^{}]|\{[^}]*\})*\}/g, '')}`)
  return [...new Set(found)].filter((route) => !forAll.includes(route))
}

/** Sends a writing request with the form's token, for things that there aren't. */
async function write({ request, tokenFor }: Opened, route: string, cookie: string): Promise<Response> {
  const [method = '', pattern = ''] = route.split(' ')
  const path = pattern.replace(':slug', story.slug).replace(/:\w+/g, () => randomUUID())
  return request(path, {
    method,
    headers: { cookie, origin, 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ token: await tokenFor(cookie) }),
  })
}

describe('roles', () => {
  test('every route that changes something takes the role that it should, whoever asks', async () => {
    const opened = await open()
    const writing = writingRoutes(opened)
    expect(writing).toEqual(expect.arrayContaining(forOperators))
    expect(writing.length).toBeGreaterThan(20)
    const cookies = Object.fromEntries(
      await Promise.all(roles.map(async (role) => [role, await opened.signInAs(role)] as const)),
    )
    for (const route of writing)
      for (const role of roles) {
        const answer = await write(opened, route, cookies[role] ?? '')
        const refused = (await answer.text()).includes('This takes the role')
        const isAllowed = role === 'admin' || (role === 'operator' && forOperators.includes(route))
        expect([route, role, refused], answer.url).toEqual([route, role, !isAllowed])
        if (refused) expect(answer.status).toBe(403)
      }
  })

  test('a path that looks like a retry is none', async () => {
    const opened = await open()
    const cookie = await opened.signInAs('operator')
    for (const path of [
      '/queues/api/queues/q/clean/retry',
      '/queues/api/queues/q/rate-limit/promote',
      '/queues/api/queues/retry',
      '/queues/api/queues/q/job/clean',
      '/dead/redrive/all',
      '/anything',
    ]) {
      const answer = await write(opened, `PUT ${path}`, cookie)
      expect([path, answer.status]).toEqual([path, 403])
    }
  })

  test('a viewer sees every page without its buttons, and nothing that leads could be sent with', async () => {
    const opened = await open()
    const pages = [
      `/leads/${story.slug}/${story.leadId}`,
      `/workspaces/${story.slug}/sources/${story.sourceId}`,
      `/workspaces/${story.slug}/submissions/${story.submissionId}`,
      `/webhooks/${story.slug}/${story.endpointId}`,
      '/dead',
      '/audit',
    ]
    const read = async (role: Role) => {
      const cookie = await opened.signInAs(role)
      const texts = pages.map(async (path) => {
        const answer = await opened.request(path, { headers: { cookie } })
        expect([path, answer.status]).toEqual([path, 200])
        return answer.text()
      })
      return (await Promise.all(texts)).join('\n')
    }
    const [viewed, operated] = [await read('viewer'), await read('operator')]
    const hidden = ['method="post"', story.googleKey, story.sourcePath, '/set-up/']
    for (const secret of hidden) {
      expect(viewed).not.toContain(secret)
      expect(operated).toContain(secret)
    }
  })

  test('the account of the settings is an admin', async () => {
    const opened = await open()
    const cookie = await opened.signIn()
    const text = await (await write(opened, 'PUT /queues/api/queues/:queueName/empty', cookie)).text()
    expect(text).not.toContain('This takes the role')
  })
})

describe('signing in by name', () => {
  test.each([
    ['another one’s password', { user: 'viewer-1', password: passwordOf('admin') }],
    ['the hash', { user: 'viewer-1', password: 'scrypt' }],
    ['the account’s password', { user: 'viewer-1', password }],
    ['the account’s name with a user’s password', { user, password: passwordOf('admin') }],
    ['an unknown name', { user: 'nobody', password: passwordOf('admin') }],
  ])('%s is refused', async (_, fields) => {
    const { postForm } = await open()
    expect((await postForm('/login', fields)).status).toBe(401)
  })

  test('a session ends with its user’s password, and others go on', async () => {
    const { signInAs } = await open()
    const [viewer, operator] = [await signInAs('viewer'), await signInAs('operator')]
    const changed = `viewer-1:viewer:${await hashPassword('another one')}\n${listed.replace(/^viewer.*\n/, '')}`
    const later = await open({ listedUsers: parseUsers(changed) })
    const statusOf = async (cookie: string) => (await later.request('/', { headers: { cookie } })).status
    expect([await statusOf(viewer), await statusOf(operator)]).toEqual([302, 200])
  })

  test('a cookie with another one’s name is refused', async () => {
    const { signInAs, request } = await open()
    const [name = '', value = ''] = (await signInAs('viewer')).split('=')
    const parts = decodeURIComponent(value).split('.')
    const forged = [parts[0], parts[1], Buffer.from('admin-1').toString('base64url'), parts[3]].join('.')
    const cookie = `${name}=${encodeURIComponent(forged)}`
    expect((await request('/', { headers: { cookie } })).status).toBe(302)
  })
})

test('what is done and read in the console is on record with the user’s name', async () => {
  const opened = await open()
  const cookie = await opened.signInAs('operator')
  const get = (path: string) => opened.request(path, { headers: { cookie, 'x-test-address': '192.0.2.7' } })
  await get(`/leads/${story.slug}/${story.leadId}`)
  await get(`/leads?workspace=${story.slug}&q=grace@example.com`)
  await get(`/workspaces/${story.slug}/submissions/${story.submissionId}`)
  await get(`/workspaces/${story.slug}/suppressions`)
  const post = (path: string, fields: Record<string, string>) => opened.postForm(path, fields, { cookie })
  await post(`/workspaces/${story.slug}/submissions/${story.submissionId}/replay`, {})
  await post('/dead/redrive', { workspace: story.slug, lead: story.leadId })
  const { rows } = await story.database.pool.query(
    `select action, subject_id, address, details from audit_events where actor_kind = 'console' and actor = 'operator-1'
     order by id`,
  )
  expect(rows).toContainEqual(
    expect.objectContaining({ action: 'lead.read', subject_id: story.leadId, address: '192.0.2.7' }),
  )
  expect(rows.map(({ action }) => action)).toEqual(
    expect.arrayContaining([
      ...['leads.listed', 'submission.read', 'suppressions.listed'],
      ...['submission.replayed', 'lead.redriven'],
    ]),
  )
  expect(JSON.stringify(rows)).not.toContain('grace@')
  const page = await (
    await get(`/audit?workspace=${story.slug}&actor=operator-1&subject=${story.leadId}`)
  ).text()
  expect(page).toContain('lead.read')
  expect(page).toContain('operator-1')
  expect(page).not.toContain('workspace.created')
  const none = await (await get('/audit?action=key.created&workspace=none-such')).text()
  expect(none).toContain('nothing of that kind')
})

describe('the list of users', () => {
  test('takes comments, lines and blanks', () => {
    const users = parseUsers(`# who may\n${listed.replaceAll('\n', ' ')} # and no more\n`)
    expect(users.map(({ name, role }) => [name, role])).toEqual(roles.map((role) => [`${role}-1`, role]))
    expect(parseUsers('')).toEqual([])
  })

  test.each(['ada', 'ada:admin', 'ada:admin:password', 'ada:root:x', 'a b:admin:x'])('refuses %j', (text) => {
    expect(() => parseUsers(text)).toThrow(/^user 1 must be/)
  })

  test('has no name twice, the account’s included', () => {
    const users = parseUsers(listed)
    expect(() => createUsers({ user: 'viewer-1', password }, users)).toThrow('viewer-1')
    expect(() => createUsers({ user, password }, [...users, ...users])).toThrow('viewer-1')
  })

  test('an older session of the account, which has no name in it, is still open', async () => {
    const { request, signIn } = await open()
    const { setSignedCookie } = await import('hono/cookie')
    const { Hono } = await import('hono')
    const { createHmac } = await import('node:crypto')
    const key = createHmac('sha256', 's'.repeat(32))
      .update(JSON.stringify([user, password]))
      .digest('base64')
    const signer = new Hono().get('/', async (c) => {
      await setSignedCookie(c, 'intake-console', `${randomUUID()}.${Date.now() + 60_000}`, key)
      return c.text('')
    })
    const cookie = cookieOf(await signer.request('/'))
    expect(cookie.split('.')).toHaveLength(3)
    expect((await request('/', { headers: { cookie } })).status).toBe(200)
    expect((await signIn()).split('.')).toHaveLength(4)
  })
})
