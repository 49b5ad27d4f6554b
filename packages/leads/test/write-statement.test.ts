import { createTestDatabase } from '@intake/testing/create-test-database'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeText } from '../src/create/writer/write-statement.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const shapes = Array.from({ length: 64 }, (_, bits) => ({
  keyed: Boolean(bits & 1),
  makesTags: Boolean(bits & 2),
  told: Boolean(bits & 4),
  submitted: Boolean(bits & 8),
  searchable: Boolean(bits & 16),
  consented: Boolean(bits & 32),
}))

test.each(shapes)('Postgres takes the statement of every shape with its parameters: %o', async (shape) => {
  await database.db.connection().execute(async (db) => {
    await sql.raw(`prepare shape as ${writeText(shape)}`).execute(db)
    const { rows } = await sql<{ parameters: number }>`
      select cardinality(parameter_types) as parameters from pg_prepared_statements where name = 'shape'`.execute(
      db,
    )
    await sql`deallocate shape`.execute(db)
    const { makesTags, told, submitted } = shape
    expect(rows).toEqual([{ parameters: 1 + (makesTags ? 1 : 0) + (told ? 2 : 0) + (submitted ? 2 : 0) }])
  })
})
