import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { makeWorkspace } from '@intake/testing/make-workspace'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from './run-admin.ts'

let database: TestDatabase
const admin = (...args: string[]) => runAdmin({ DATABASE_URL: database.url }, 'enrich', ...args)

beforeAll(async () => {
  database = await createTestDatabase()
  await makeWorkspace(database.db)
})
afterAll(() => database.close())

test('says how many leads are enriched once more', async () => {
  expect((await admin('--zones')).stdout).toBe('0 leads sent again.\n')
  expect(JSON.parse((await admin('--since', '2026-11-30', '--json')).stdout)).toEqual({ announced: 0 })
})

test('refuses to guess which leads, and what is no time', async () => {
  expect((await admin()).stderr).toContain('Say which leads')
  expect((await admin('--since', 'yesterday')).stderr).toContain('2026-11-30T08:00:00Z')
  expect((await admin('--zones', '--workspace', 'nobody')).code).toBe(1)
})
