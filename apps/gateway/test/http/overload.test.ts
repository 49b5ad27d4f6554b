import { createDatabase, type Database } from '@intake/database/create-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { waitFor } from '@intake/testing/wait-for'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countStored } from '../count-stored.ts'
import { expectProblem } from '../expect-problem.ts'
import { makeGateway, type TestGateway } from '../make-gateway.ts'

const bounds = { maxRequests: 40, maxBytes: 20_000, maxUploads: 4 }
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
  ['requests', 100, '', 40],
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

test('uploads have a bound of their own, half of it for one key, and no lead waits for them', async () => {
  const workspaces = await Promise.all([makeWorkspace(gateway.db), makeWorkspace(gateway.db)])
  const ends: (() => void)[] = []
  const begin = ({ key }: { key: string }) => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from('--x\r\n'))
        ends.push(() => controller.close())
      },
    })
    const headers = { 'x-api-key': key, 'content-type': 'multipart/form-data; boundary=x' }
    return gateway.app.request('/api/v1/documents', {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as RequestInit)
  }
  const [one, two] = workspaces
  const slow = [begin(one), begin(one), begin(two), begin(two)]
  for (const workspace of workspaces) await expectProblem(await begin(workspace), 503, 'overloaded')
  for (const { key } of workspaces) expect((await gateway.post(key, { firstName: 'Ada' })).status).toBe(200)
  for (const end of ends) end()
  for (const answer of slow) expect((await answer).status).toBe(400)
  const again = begin(one)
  ends.at(-1)?.()
  expect((await again).status).toBe(400)
})
