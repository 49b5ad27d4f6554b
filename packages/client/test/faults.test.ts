import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'
import { type BreakableStack, startBreakableStack } from '@intake/testing/start-breakable-stack'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createIntakeClient } from '../src/client.ts'

let stack: BreakableStack
beforeAll(async () => {
  stack = await startBreakableStack({ gateways: 1, workers: 0 })
}, 120_000)
afterAll(() => stack.close(), 60_000)

const patient = { maxAttempts: 1000, backoffMs: 50, maxBackoffMs: 300, timeoutMs: 20_000 }
const client = (baseUrl = stack.gateways[0]?.url ?? '') =>
  createIntakeClient({ baseUrl, apiKey: stack.workspace.key, ...patient })
const leadsNamed = (firstName: string) =>
  stack.database.db.selectFrom('leads').select('id').where('first_name', '=', firstName).execute()

test('a gateway killed amid the write and started again: the call succeeds, one lead', async () => {
  const [gateway] = stack.gateways
  if (!gateway) throw new Error('no gateway')
  const lock = await stack.database.pool.connect()
  await lock.query('begin; lock table leads in access exclusive mode')
  const call = client().createLead({ body: { firstName: 'Killed' } })
  await waitFor('the write to wait for the lock', async () => {
    const { rows } = await lock.query('select 1 from pg_locks where not granted')
    return rows.length > 0
  })
  await gateway.end('SIGKILL')
  await lock.query('rollback')
  lock.release()
  await gateway.start()
  const { lead } = await call
  expect(await leadsNamed('Killed')).toEqual([{ id: lead.id }])
}, 120_000)

test('Postgres away, 503, and back: the call succeeds, one lead', async () => {
  await stack.postgres.kill()
  const statuses: number[] = []
  const seen: typeof fetch = async (...args) => {
    const response = await fetch(...args)
    statuses.push(response.status)
    return response
  }
  const intake = createIntakeClient({
    baseUrl: stack.gateways[0]?.url ?? '',
    apiKey: stack.workspace.key,
    ...patient,
    fetch: seen,
  })
  const call = intake.createLead({ body: { firstName: 'Waited' } })
  await waitFor('a 503', () => statuses.includes(503))
  await stack.postgres.start()
  const { lead } = await call
  expect(statuses.at(-1)).toBe(200)
  expect(await leadsNamed('Waited')).toEqual([{ id: lead.id }])
}, 120_000)

test('the answer lost after the commit: the second try gets it, one lead', async () => {
  await using proxy = await cutFirstAnswer(new URL(stack.gateways[0]?.url ?? ''))
  const replayed: (string | null)[] = []
  const onAnswer = ({ headers }: { headers: Headers }) =>
    void replayed.push(headers.get('idempotent-replayed'))
  const { lead } = await client(proxy.url).createLead({ body: { firstName: 'Lost' } }, { onAnswer })
  expect(proxy.cut()).toBe(1)
  expect(replayed).toEqual(['true'])
  expect(await leadsNamed('Lost')).toEqual([{ id: lead.id }])
})

/** A proxy that throws the first answer away and cuts the connection instead. */
async function cutFirstAnswer({ hostname, port }: URL) {
  let cuts = 0
  const sockets = new Set<Socket>()
  const server = createServer((from) => {
    const to = connect(Number(port), hostname)
    for (const socket of [from, to]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => [from, to].map((one) => one.destroy()))
    }
    from.pipe(to)
    to.on('data', (chunk) => {
      if (cuts > 0) return void from.write(chunk)
      cuts++
      from.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => cuts,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
