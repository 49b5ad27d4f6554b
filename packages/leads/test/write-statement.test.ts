import { createTestDatabase } from '@intake/testing/create-test-database'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeText } from '../src/create/writer/write-statement.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const shapes = Array.from({ length: 16 }, (_, bits) => ({
  seeking: Boolean(bits & 1),
  keyed: Boolean(bits & 2),
  makesTags: Boolean(bits & 4),
  told: Boolean(bits & 8),
}))

test.each(shapes)('Postgres takes the statement of every shape with its parameters: %o', async (shape) => {
  await database.db.connection().execute(async (db) => {
    await sql.raw(`prepare shape as ${writeText(shape)}`).execute(db)
    const { rows } = await sql<{ parameters: number }>`
      select cardinality(parameter_types) as parameters from pg_prepared_statements where name = 'shape'`.execute(
      db,
    )
    await sql`deallocate shape`.execute(db)
    const { keyed, makesTags, told } = shape
    expect(rows).toEqual([{ parameters: 2 + (keyed ? 2 : 0) + (makesTags ? 1 : 0) + (told ? 1 : 0) }])
  })
})
