import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { type OpenConsole, openConsole, origin } from './console-client.ts'

type BoardQueue = {
  name: string
  readOnlyMode: boolean
  isPaused: boolean
  counts: Record<string, number>
  jobs: { id: string; data: unknown }[]
}

const jobNames = [
  'timezone-inference',
  'duplicate-matching',
  'activity-enrichment',
  'submission-processing',
  'source-reconcile',
  'suppression-enforcement',
  'lead-erasure',
  'webhook-delivery',
]
let opened: OpenConsole
let cookie: string

async function open(overrides: Parameters<typeof openConsole>[1] = {}) {
  opened = await openConsole(inject('redisUrl'), overrides)
  onTestFinished(async () => {
    await Promise.all(Object.values(opened.queues).map((queue) => queue.obliterate({ force: true })))
    await opened.close()
  })
  cookie = await opened.signIn()
}

const get = (path: string) => opened.request(path, { headers: { cookie } })
const send = (method: string, path: string, body?: unknown) =>
  opened.request(path, {
    method,
    headers: { cookie, origin, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

async function readQueues(query = ''): Promise<BoardQueue[]> {
  const answer = await get(`/queues/api/queues${query}`)
  expect(answer.status).toBe(200)
  const { queues } = (await answer.json()) as { queues: BoardQueue[] }
  return queues
}

describe('reading', () => {
  beforeEach(() => open())

  test('the overview lists every queue of the catalogue', async () => {
    expect(await (await get('/')).text()).toContain('href="/queues"')
    expect((await readQueues()).map((queue) => queue.name)).toEqual(jobNames)
  })

  test('a waiting job shows its ids', async () => {
    const payload = { workspaceId: randomUUID(), leadIds: [randomUUID()], requestIds: ['r-1'] }
    await opened.add('timezone-inference', [{ payload }])
    const queue = (await readQueues('?activeQueue=timezone-inference&status=waiting&page=1')).find(
      ({ name }) => name === 'timezone-inference',
    )
    expect(queue?.counts.waiting).toBe(1)
    expect(queue?.jobs.map((job) => job.data)).toEqual([payload])
  })

  test('anything but ids stays out of sight', async () => {
    const personal = {
      leadId: 'lead-1',
      firstName: 'Ada',
      contact: { email: 'ada@example.com' },
      leadIds: [{ phone: '1' }],
    }
    await opened.queues['duplicate-matching'].add('duplicate-matching', personal as never, { jobId: 'odd' })
    const job = await get('/queues/api/queues/duplicate-matching/odd')
    const text = await job.text()
    expect([job.status, JSON.parse(text).job.data]).toEqual([
      200,
      { leadId: 'lead-1', firstName: '[hidden]', contact: '[hidden]', leadIds: '[hidden]' },
    ])
    expect(text).not.toMatch(/Ada|ada@/)
  })

  test('pages ask nobody else for anything, and every asset is there', async () => {
    const page = await (await get('/queues/queue/timezone-inference')).text()
    expect(page).not.toContain('fonts.googleapis.com')
    expect(page).not.toMatch(/(src|href)="https?:/)
    const assets = [...page.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map((match) => match[1])
    expect(assets.length).toBeGreaterThan(4)
    for (const asset of assets) {
      const answer = await get(`/queues/${asset}`)
      expect([asset, answer.status]).toEqual([asset, 200])
      expect(answer.headers.get('cache-control')).toBe('private, max-age=86400')
      await answer.body?.cancel()
    }
  })

  test.each(['/queues/static/../package.json', '/queues/static/%2e%2e/%2e%2e/package.json', '/nothing'])(
    '%s is not found',
    async (path) => {
      expect((await get(path)).status).toBe(404)
    },
  )
})

test('assets are found from any working directory', async () => {
  const before = process.cwd()
  onTestFinished(() => process.chdir(before))
  process.chdir(tmpdir())
  await open()
  expect((await get('/queues/static/favicon.ico')).status).toBe(200)
  process.chdir('/')
  expect((await get('/queues/static/favicon.ico')).status).toBe(200)
})

describe('read-only', () => {
  beforeEach(() => open())

  test.each([
    ['PUT', '/queues/api/queues/pause'],
    ['PUT', '/queues/api/queues/timezone-inference/pause'],
    ['PUT', '/queues/api/queues/timezone-inference/obliterate'],
    ['PUT', '/queues/api/queues/timezone-inference/empty'],
    ['POST', '/queues/api/queues/timezone-inference/add'],
    ['PATCH', '/queues/api/queues/timezone-inference/1/update-data'],
    ['DELETE', '/queues/'],
  ])('%s %s is refused before Bull Board sees it', async (method, path) => {
    const answer = await send(method, path, {})
    expect([answer.status, await answer.json()]).toEqual([
      403,
      expect.objectContaining({ error: 'Read-only' }),
    ])
    expect((await readQueues()).some((queue) => queue.isPaused)).toBe(false)
  })

  test('Bull Board itself knows: it offers no action', async () => {
    expect((await readQueues()).map((queue) => queue.readOnlyMode)).toEqual(jobNames.map(() => true))
    expect(await (await get('/queues')).text()).toContain('Read-only')
  })
})

describe('changes allowed', () => {
  beforeEach(() => open({ readOnly: false }))

  test('a queue can be paused and resumed', async () => {
    expect((await send('PUT', '/queues/api/queues/timezone-inference/pause')).status).toBe(200)
    expect((await readQueues()).map((queue) => queue.isPaused)).toEqual(
      jobNames.map((name) => name === 'timezone-inference'),
    )
    expect((await send('PUT', '/queues/api/queues/timezone-inference/resume')).status).toBe(200)
    expect((await readQueues()).some((queue) => queue.isPaused)).toBe(false)
  })
})
