import { startTcpProxy, type TcpProxy } from '@intake/testing/start-tcp-proxy'
import { waitFor } from '@intake/testing/wait-for'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresApps, startPostgresApps } from './postgres-apps.ts'

let apps: PostgresApps
const proxies: Record<string, TcpProxy> = {}
beforeAll(async () => {
  apps = await startPostgresApps(async ({ urls, ports }) => {
    const through = async (name: string) => {
      const proxy = await startTcpProxy(ports.a)
      proxies[name] = proxy
      const url = new URL(urls.a)
      url.port = String(proxy.port)
      return { DATABASE_URL: url.href }
    }
    return { gateway: await through('gateway'), worker: await through('worker') }
  })
})
afterAll(async () => {
  await apps.close()
  for (const proxy of Object.values(proxies)) proxy.close()
})

const some = <Value>(make: () => Promise<Value>) => Promise.all(Array.from({ length: 20 }, make))

test('the old primary comes back as a standby at the same address: nothing is read from it, and everything goes on at the new one', async () => {
  const before = await some(apps.create)
  expect(before.map(({ status }) => status)).toEqual(Array(20).fill(200))
  await apps.untilEnriched(before.flatMap(({ id }) => id ?? []))
  expect(await apps.readRevoked()).toBe(200)

  // It follows nobody, so that it goes on saying what was true before: nothing is owed, the key is good.
  await apps.pair.switchOver({ cutOff: true })
  await apps.untilOnStandby(apps.gateway)
  await apps.untilOnStandby(apps.worker)
  expect((await some(apps.create)).map(({ status }) => status)).toEqual(Array(20).fill(503))
  await apps.revoke()
  expect(await some(apps.read)).toEqual(Array(20).fill(503))
  expect(await some(apps.readRevoked)).toEqual(Array(20).fill(503))

  // The gateway gets to the new primary first. New connections go there; the worker's stay with the old one.
  proxies.gateway?.pointTo(apps.pair.ports.b)
  await apps.untilReady(apps.gateway)
  expect(await some(apps.readRevoked)).toEqual(Array(20).fill(401))
  const after = await some(apps.create)
  expect(after.map(({ status }) => status)).toEqual(Array(20).fill(200))
  const ids = after.flatMap(({ id }) => id ?? [])
  await waitFor('the worker to have tried its jobs', async () =>
    (await apps.worker.log()).includes('job failed and will be tried again'),
  )
  await apps.untilOnStandby(apps.worker)
  expect((await apps.owed()).map(({ id }) => id)).toEqual([...ids].sort())

  proxies.worker?.pointTo(apps.pair.ports.b)
  await apps.untilReady(apps.worker)
  await apps.untilEnriched(ids)
})
