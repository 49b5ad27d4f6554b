import { createTestDatabase } from '@intake/testing/create-test-database'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type WriteShape, writeStatement } from '../src/create/writer/write-statement.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const flags = ['traced', 'told', 'seeking', 'keyed', 'makesTags'] as const
const shapes = Array.from(
  { length: 2 ** flags.length },
  (_, bits) =>
    Object.fromEntries(flags.map((flag, bit) => [flag, Boolean(bits & (1 << bit))])) as unknown as WriteShape,
)

test('Postgres takes the statement of every shape, each by a name of its own, with as many parameters as it is given', async () => {
  const names = new Set<string>()
  await database.db.connection().execute(async (db) => {
    for (const shape of shapes) {
      const { name, text } = writeStatement(shape)
      names.add(name)
      await sql.raw(`prepare "${name}" as ${text}`).execute(db)
      const { rows } = await sql<{ parameters: number }>`
        select cardinality(parameter_types) as parameters from pg_prepared_statements where name = ${name}`.execute(
        db,
      )
      expect(rows, name).toEqual([{ parameters: 4 + (shape.keyed ? 2 : 0) + (shape.told ? 1 : 0) }])
    }
  })
  expect(names.size).toBe(shapes.length)
})
