import type pg from 'pg'
import { sqlState } from '../database-error.ts'
import type { MigrationRun } from './migration-run.ts'

const namedIndex =
  /^create\s+(?:unique\s+)?index\s+concurrently\s+(?:if\s+not\s+exists\s+)?((?:\w+|"[^"]+")(?:\.(?:\w+|"[^"]+"))?)\s+on\b/i

/**
 * Runs a statement that waits for older transactions while others read and write. It may wait for the run's `waitMs`
 * at once: giving up would throw away what it has built, and nobody queues behind it.
 * An index that is there and valid counts as made; an invalid one, left by a failed try, is dropped first.
 */
export async function runConcurrently({ client, waitMs }: MigrationRun, statement: string): Promise<void> {
  const [, index] = namedIndex.exec(statement) ?? []
  await client.query(`set lock_timeout = ${Math.max(1, Math.round(waitMs))}`)
  try {
    if (index === undefined) await client.query(statement)
    else await buildIndex(client, index, statement)
  } catch (error) {
    if (sqlState(error) !== '55P03') throw error
    throw new Error(`older transactions didn't end within ${Math.round(waitMs / 1000)} s`, { cause: error })
  }
}

async function buildIndex(client: pg.Client, index: string, statement: string): Promise<void> {
  const found = await stateOf(client, index)
  if (found === 'valid') return
  if (found === 'invalid') await client.query(`drop index concurrently if exists ${index}`)
  await client.query(statement)
  if ((await stateOf(client, index)) !== 'valid')
    throw new Error(
      `the index ${index} isn't valid after it was built; the next run drops it and builds it anew`,
    )
}

/** Whether an index is there and may be used. Throws when the name is something else's. */
async function stateOf(client: pg.Client, index: string): Promise<'missing' | 'invalid' | 'valid'> {
  const { rows } = await client.query<{ indisvalid: boolean | null }>(
    'select indisvalid from (select to_regclass($1) as oid) named left join pg_index on indexrelid = oid where oid is not null',
    [index],
  )
  const [row] = rows
  if (!row) return 'missing'
  if (row.indisvalid === null) throw new Error(`${index} is no index`)
  return row.indisvalid ? 'valid' : 'invalid'
}
