import pg from 'pg'
import type { Batching } from './parse-migration.ts'

/** The value that no other of its type is below, as text. */
const smallest: Record<string, string> = {
  uuid: '00000000-0000-0000-0000-000000000000',
  smallint: '-32768',
  integer: '-2147483648',
  bigint: '-9223372036854775808',
  text: '',
}

/** A key as SQL, in the order of its columns. */
export interface TableKey {
  table: string
  columns: string[]
  /** Below all rows: the exclusive bound that the first batch begins at. */
  lowest: string[]
}

/**
 * Looks the key of a batched step up.
 * @throws Error when a column is missing, nullable or of another type, and when a row has the lowest key itself: it
 * would be passed over, as the bound is exclusive
 */
export async function keyOfTable(client: pg.Client, batching: Batching): Promise<TableKey> {
  const table = pg.escapeIdentifier(batching.table)
  const columns = batching.columns.map((column) => pg.escapeIdentifier(column))
  const { rows } = await client.query<{ name: string; type: string; required: boolean }>(
    `select attname as name, format_type(atttypid, null) as type, attnotnull as required
     from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`,
    [table],
  )
  const lowest = batching.columns.map((name) => {
    const column = rows.find((row) => row.name === name)
    const value = column && smallest[column.type]
    if (!column?.required || value === undefined)
      throw new Error(
        `${batching.table} has no column ${name} that is not null and of type ${Object.keys(smallest).join(', ')}`,
      )
    return value
  })
  const { rowCount } = await client.query(
    `select from ${table} where (${columns}) = (${placeholders(columns.length)}) limit 1`,
    lowest,
  )
  if (rowCount)
    throw new Error(`a row of ${batching.table} has the lowest key there is: no batch would reach it`)
  return { table, columns, lowest }
}

/** `$1, $2` for two. */
export function placeholders(count: number): string {
  return Array.from({ length: count }, (_, index) => `$${index + 1}`).join(', ')
}
