import { createDatabase, type Database } from '@intake/database/create-database'
import { createApiKey } from '@intake/leads/admin/create-api-key'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countStored } from '../count-stored.ts'
import { expectProblem } from '../expect-problem.ts'
import { makeGateway, type TestGateway } from '../make-gateway.ts'

const bounds = { maxRequests: 40, maxBytes: 20_000, maxUploads: 4 }
// One workspace has half of the requests; of the bytes it may always hold the largest body.
let gateway: TestGateway
let outside: Database
beforeAll(async () => {
  gateway = await makeGateway({ bounds })
  outside = createDatabase({ url: gateway.databaseUrl, maxConnections: 1 })
})
afterAll(async () => {
  await outside.close()
  await gateway.close()
})

/** Sends bodies while no lead can be written, waits until `refused` are, then lets the rest through. */
async function sendAmidStall(key: string, bodies: readonly unknown[], refused: number): Promise<Response[]> {
  let done = 0
  const responses = await outside.db.transaction().execute(async (trx) => {
    await sql`lock table leads in access exclusive mode`.execute(trx)
    const sent = bodies.map(async (body) => {
      // Over a socket the client sends it; here nothing does.
      const length = String(Buffer.byteLength(JSON.stringify(body)))
      const response = await gateway.post(key, body, { 'content-length': length })
      done++
      return response
    })
    await waitFor(`${refused} early refusals`, () => done >= refused)
    // Whatever isn't refused waits for the lock.
    expect(done).toBe(refused)
    return sent
  })
  return Promise.all(responses)
}

test.each([
  ['requests', 100, '', 20],
  // 1,000 bytes each.
  ['bytes', 30, 'x'.repeat(965), 20],
])(
  'beyond the bound of %s: refused at once, what was taken is finished',
  async (_what, count, padding, fit) => {
    const workspace = await makeWorkspace(gateway.db)
    const bodies = Array.from({ length: count }, (_, index) => ({
      firstName: `Ada ${10 + (index % 90)}`,
      padding,
    }))
    const responses = await sendAmidStall(workspace.key, bodies, count - fit)
    const refused = responses.filter(({ status }) => status !== 200)
    expect(refused).toHaveLength(count - fit)
    for (const response of refused) {
      expect(response.headers.get('retry-after')).toBe('1')
      expect(await expectProblem(response, 503, 'overloaded')).toMatchObject({ retryable: true })
    }
    expect((await countStored(gateway.db, workspace.id)).leads).toBe(count - refused.length)
    expect((await gateway.post(workspace.key, { firstName: 'Afterwards' })).status).toBe(200)
  },
)

/** A body that never ends by itself, how to end it, and when all its parts were read. */
function slowBody(...parts: string[]) {
  let end = () => {}
  let wasRead = () => {}
  const read = new Promise<void>((resolve) => {
    wasRead = resolve
  })
  const body = new ReadableStream(
    {
      start(controller) {
        for (const part of parts) controller.enqueue(Buffer.from(part))
        end = () => controller.close()
      },
      pull: () => wasRead(),
      cancel() {
        end = () => {}
      },
    },
    { highWaterMark: parts.length },
  )
  return { body, end: () => end(), read }
}

test('uploads have a bound of their own: a workspace has what it leaves free, and no lead waits for them', async () => {
  const workspaces = await Promise.all([1, 2, 3].map(() => makeWorkspace(gateway.db)))
  const ends: (() => void)[] = []
  const begin = (key = '') => {
    const { body, end, read } = slowBody('--x\r\n')
    ends.push(end)
    const headers = { 'x-api-key': key, 'content-type': 'multipart/form-data; boundary=x' }
    const sent: RequestInit = { method: 'POST', headers, body, duplex: 'half' }
    return { answer: Promise.resolve(gateway.app.request('/api/v1/documents', sent)), read }
  }
  const refused = async (key = '') => expectProblem(await begin(key).answer, 503, 'overloaded')
  const slow: Promise<Response>[] = []
  /** Begins an upload, and waits until it has its place: a share depends on who came before. */
  const take = async (key = '') => {
    const { answer, read } = begin(key)
    slow.push(answer)
    await read
  }
  const [one, two, three] = workspaces.map(({ key }) => key)
  for (const key of [one, one, two]) await take(key)
  for (const key of [one, two]) await refused(key)
  // Another key of the same workspace is no other workspace.
  const { key: second } = await createApiKey(
    { db: gateway.db },
    { workspaceId: workspaces[0]?.id ?? '', name: 'second' },
  )
  await refused(second)
  await take(three)
  for (const { key } of workspaces) expect((await gateway.post(key, { firstName: 'Ada' })).status).toBe(200)
  for (const end of ends) end()
  for (const answer of slow) expect((await answer).status).toBe(400)
  const again = begin(one).answer
  ends.at(-1)?.()
  expect((await again).status).toBe(400)
})

test('sockets that declare large bodies and send nothing hold nothing', async () => {
  const narrow = await makeGateway({ sharing: gateway, bounds: { ...bounds, maxBytes: 4_000_000 } })
  const workspace = await makeWorkspace(gateway.db)
  const idle = Array.from({ length: 10 }, (_, index) => {
    const { body, end } = slowBody()
    const key = index % 2 ? workspace.key : workspace.testKey
    const answer = narrow.send('/api/v1/leads/batch', key, body, { 'content-length': '2000000' })
    return { answer, end }
  })
  expect((await narrow.post(workspace.key, { firstName: 'Same workspace' })).status).toBe(200)
  for (const { end } of idle) end()
  for (const { answer } of idle) expect((await answer).status).toBe(400)
  await narrow.close()
})

test('bodies that arrive and never end hold the share of their workspace, and no other waits', async () => {
  const narrow = await makeGateway({ sharing: gateway, bounds: { ...bounds, maxBytes: 8_000_000 } })
  const [slow, other] = [await makeWorkspace(gateway.db), await makeWorkspace(gateway.db)]
  const sent = Array.from({ length: 12 }, () => slowBody('{"firstName":"', 'x'.repeat(900_000)))
  const refused: Response[] = []
  const answers = sent.map(({ body }) => narrow.send('/api/v1/leads', slow.key, body))
  for (const answer of answers) answer.then((response) => refused.push(response))
  // Four of 900 kB are half of it.
  await waitFor('the others to be refused', () => refused.length === 8)
  for (const response of refused) await expectProblem(response, 503, 'overloaded')
  const padding = 'x'.repeat(500_000)
  expect((await narrow.post(other.key, { firstName: 'Ada', padding })).status).toBe(200)
  for (const { end } of sent) end()
  expect((await Promise.all(answers)).filter(({ status }) => status === 400)).toHaveLength(4)
  expect((await narrow.post(slow.key, { firstName: 'Ada', padding })).status).toBe(200)
  await narrow.close()
})

test.each([
  ['/api/v1/leads', 'application/json'],
  ['/api/v1/documents', 'multipart/form-data; boundary=x'],
  ['/api/v1/imports', 'text/csv'],
])('a body that only dribbles to %s is given up', async (path, type) => {
  const hasty = await makeGateway({ sharing: gateway, bodyTimeoutMs: 300 })
  const workspace = await makeWorkspace(gateway.db)
  let timer: NodeJS.Timeout | undefined
  const body = new ReadableStream({
    start(controller) {
      timer = setInterval(() => controller.enqueue(Buffer.from(' ')), 20)
    },
  })
  const answer = await hasty.send(path, workspace.key, body, { 'content-type': type })
  clearInterval(timer)
  await expectProblem(answer, 408, 'request_timeout')
  await hasty.close()
})

test('requests whose key is none hold nothing', async () => {
  const workspace = await makeWorkspace(gateway.db)
  const pending = Array.from({ length: 100 }, () =>
    gateway.post('int_live_nonsense', { firstName: 'Nobody' }),
  )
  expect((await gateway.post(workspace.key, { firstName: 'Ada' })).status).toBe(200)
  for (const answer of pending) expect((await answer).status).toBe(401)
})
