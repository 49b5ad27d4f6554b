import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PostgresApps, startPostgresApps } from './postgres-apps.ts'

let apps: PostgresApps
beforeAll(async () => {
  // The standby stands first, so that the primary has to be looked for from the start on.
  apps = await startPostgresApps(async ({ urls, ports }) => {
    const both = urls.a.replace(/@[^/]+/, `@127.0.0.1:${ports.b},127.0.0.1:${ports.a}`)
    const settings = { DATABASE_URL: `${both}?target_session_attrs=read-write` }
    return { gateway: settings, worker: settings }
  })
})
afterAll(() => apps.close())

const some = <Value>(make: () => Promise<Value>) => Promise.all(Array.from({ length: 20 }, make))

async function createAndEnrich() {
  await apps.untilReady(apps.gateway)
  await apps.untilReady(apps.worker)
  const created = await some(apps.create)
  expect(created.map(({ status }) => status)).toEqual(Array(20).fill(200))
  await apps.untilEnriched(created.flatMap(({ id }) => id ?? []))
}

test('with both servers in the address, all go to whichever is the primary, there and back', async () => {
  await createAndEnrich()
  await apps.pair.switchOver()
  await createAndEnrich()
  await apps.pair.switchOver()
  await createAndEnrich()
  const [{ leads } = { leads: 0 }] = await apps.pair.query<{ leads: number }>(
    'a',
    'select count(*)::int as leads from leads',
  )
  expect(leads).toBe(60)
})
