import { CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from './tables.ts'

const mark = '/* prepared '
const runs = new Map<string, number>()

/**
 * Put at its end, this keeps a statement prepared on each connection under a name. Kysely can't name statements, so the name goes in
 * as a comment, which the connection reads: parsing and planning a join anew for each small job costs as much as running it.
 *
 * Postgres keeps the plan, and one that was made while a table was nearly empty may read all of it once it is large. So with
 * each doubling of its runs in this process a statement gets a new name, and its plan is made anew. Its text must not differ from run to
 * run, and must name the columns it answers: `select *` fails once a migration has added one.
 */
export function prepared(name: string): RawBuilder<unknown> {
  return sql.raw(`${mark}${planName(name)} */`)
}

/** The name that a statement is prepared under now. */
export function planName(name: string): string {
  const run = (runs.get(name) ?? 0) + 1
  runs.set(name, run)
  return `${name}-${Math.min(Math.floor(Math.log2(run)), 16)}`
}

/** The name that a statement's text asks for, or null. */
export function preparedName(text: string): string | null {
  if (!text.endsWith(' */')) return null
  const at = text.lastIndexOf(mark)
  return at === -1 ? null : text.slice(at + mark.length, -3)
}

/** Runs a statement whose text never differs, with its parameters `$1` …, prepared under a name like {@link prepared}. Answers its rows. */
export async function runPrepared<Row>(
  db: Kysely<Tables>,
  name: string,
  text: string,
  parameters: readonly unknown[],
): Promise<Row[]> {
  const query = CompiledQuery.raw(`${text}\n${mark}${planName(name)} */`, [...parameters])
  const { rows } = await db.executeQuery<Row>(query)
  return rows
}
