import { fileURLToPath } from 'node:url'
import { createTestDatabase, type TestDatabase } from '@intake/testing/create-test-database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runAdmin } from './run-admin.ts'

const file = fileURLToPath(new URL('../../../migrations/schema.sql', import.meta.url))
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('migrations/schema.sql is what the migrations make; `npx vitest run schema-drift -u` writes it', async () => {
  const { code, stdout, stderr } = await runAdmin({ DATABASE_URL: database.url }, 'schema')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  await expect(stdout).toMatchFileSnapshot(file)
})
