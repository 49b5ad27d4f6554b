import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Db } from '../src/create-database.ts'
import { look, lookTogether } from '../src/look.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(8)
})
afterAll(() => database.close())
beforeEach(() => database.db.deleteFrom('fleet_readings').execute())

const minute = { name: 'test', maxAgeMs: 60_000 }

/** A look that takes a while, and how often it was begun. */
function counted(work: (trx: Db) => Promise<unknown> = () => Promise.resolve()) {
  const seen = { looks: 0 }
  const load = async (trx: Db) => {
    seen.looks += 1
    await sql`select pg_sleep(0.05)`.execute(trx)
    await work(trx)
    return { rows: seen.looks }
  }
  return { seen, load }
}

test('a look that all share is made by one of them; it is made anew when it is old, and by each name for itself', async () => {
  const { db } = database
  const { seen, load } = counted()
  const all = await Promise.all(Array.from({ length: 6 }, () => lookTogether(db, load, minute)))
  expect(all).toEqual(Array.from({ length: 6 }, () => ({ rows: 1 })))
  expect(seen.looks).toBe(1)
  expect(await lookTogether(db, load, { ...minute, name: 'other' })).toEqual({ rows: 2 })
  await sql`update fleet_readings set read_at = read_at - interval '61 seconds'`.execute(db)
  expect(await lookTogether(db, load, minute)).toEqual({ rows: 3 })
  expect(await lookTogether(db, load, minute)).toEqual({ rows: 3 })
})

test('one that fails leaves the look to the next, and the last value is not shown when it is old', async () => {
  const { db } = database
  let fails = false
  const { load } = counted(async () => {
    if (fails) throw new Error('away')
  })
  expect(await lookTogether(db, load, minute)).toEqual({ rows: 1 })
  await sql`update fleet_readings set read_at = read_at - interval '61 seconds'`.execute(db)
  fails = true
  await expect(lookTogether(db, load, minute)).rejects.toThrow('away')
  fails = false
  expect(await lookTogether(db, load, minute)).toEqual({ rows: 3 })
})

test('nobody waits for one that hangs longer than is allowed', async () => {
  const { db } = database
  let release: (() => void) | undefined
  const hanging = lookTogether(db, () => new Promise((resolve) => (release = () => resolve({}))), minute)
  await expect.poll(() => release).toBeDefined()
  const waiting = lookTogether(db, async () => ({}), { ...minute, timeoutMs: 200 })
  await expect(waiting).rejects.toMatchObject({ code: '57014' })
  release?.()
  await hanging
})

test('a look by oneself changes nothing, and is bounded', async () => {
  const { db } = database
  const { rows } = await look(db, (trx) => sql`show transaction_read_only`.execute(trx))
  expect(rows).toEqual([{ transaction_read_only: 'on' }])
  const slow = look(db, (trx) => sql`select pg_sleep(5)`.execute(trx), { timeoutMs: 100 })
  await expect(slow).rejects.toMatchObject({ code: '57014' })
})
