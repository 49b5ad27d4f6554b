import type { CompiledQuery } from 'kysely'
import type pg from 'pg'

/** A pool or one connection of it. */
export type Queryable = Pick<pg.ClientBase, 'query'>

/**
 * Runs a statement compiled by Kysely as a named prepared one, which Kysely itself doesn't offer: parsing and planning
 * the write statement anew for each batch costs a third of its throughput.
 */
export async function runNamed<Row extends object>(
  client: Queryable,
  name: string,
  query: CompiledQuery<Row>,
): Promise<Row[]> {
  const result = await client.query<Row>({ name, text: query.sql, values: [...query.parameters] })
  return result.rows
}
