import { readFile } from 'node:fs/promises'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from './run-admin.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('migrations/schema.sql is what the migrations make', async () => {
  const printed = await runAdmin({ DATABASE_URL: database.url }, 'schema')
  expect(printed).toMatchObject({ code: 0, stderr: '' })
  const file = await readFile(new URL('../../../migrations/schema.sql', import.meta.url), 'utf8')
  expect(file, 'run: npm run --silent admin -- schema > migrations/schema.sql').toBe(printed.stdout)
})
