import type pg from 'pg'
import { inOwnTransaction } from './in-own-transaction.ts'
import { keyOfTable, placeholders, type TableKey } from './key-of-table.ts'
import type { Place } from './migration-event.ts'
import type { MigrationRun } from './migration-run.ts'
import type { Batching, Step } from './parse-migration.ts'
import { type StepRecord, writeStepRecord } from './step-record.ts'
import { tryAgain } from './try-again.ts'

/**
 * Runs a step over one range of its table's key after the other, each in a transaction that also records how far it
 * came: whatever ends the run, no range is done twice. It ends with the first range that isn't full. Rows that come
 * meanwhile behind the position are not visited; without that end, it would run after those that come before it.
 */
export async function runBatches(
  run: MigrationRun,
  place: Place,
  step: Step & { batching: Batching },
  begun: StepRecord,
): Promise<void> {
  const { client } = run
  const key = await keyOfTable(client, step.batching)
  const total = await estimateRows(client, key.table)
  const since = performance.now()
  await client.query(`set lock_timeout = ${run.lockTimeoutMs}`)
  let record = begun
  while (!record.isDone) {
    const before = record
    record = await tryAgain(run, place, (note) =>
      inOwnTransaction(client, async () => {
        const lower = before.position ?? key.lowest
        const page = await readPage(client, key, lower, step.batching.rows)
        for (const statement of page.upper ? step.statements : []) {
          note(statement)
          await client.query(statement, [...lower, ...(page.upper ?? [])])
        }
        const after: StepRecord = {
          ...before,
          position: page.upper ?? before.position,
          rows: before.rows + page.rows,
          isDone: page.rows < step.batching.rows,
        }
        await writeStepRecord(client, after)
        return after
      }),
    )
    await run.tell({
      type: 'batch-done',
      ...place,
      rows: record.rows,
      total: Math.max(total, record.rows),
      rowsPerSecond: (record.rows - begun.rows) / Math.max(0.001, (performance.now() - since) / 1000),
    })
  }
}

interface Page {
  rows: number
  /** Key of its last row, each column as text; null when it has none. */
  upper: string[] | null
}

async function readPage(
  client: pg.Client,
  { table, columns }: TableKey,
  lower: string[],
  size: number,
): Promise<Page> {
  const names = columns.join(', ')
  // A bare name after `order by` could mean a column of the answer.
  const ofPage = columns.map((column) => `page.${column}`)
  const { rows } = await client.query<{ key: string[]; rows: string }>(
    `select array[${ofPage.map((column) => `${column}::text`)}] as key, count(*) over () as rows
     from (select ${names} from ${table} where (${names}) > (${placeholders(columns.length)}) order by ${names} limit ${size}) page
     order by ${ofPage.map((column) => `${column} desc`)} limit 1`,
    lower,
  )
  const [last] = rows
  return { rows: Number(last?.rows ?? 0), upper: last?.key ?? null }
}

/** What statistics say, or a count where there are none yet. */
async function estimateRows(client: pg.Client, table: string): Promise<number> {
  const known = await client.query<{ rows: number }>(
    'select reltuples::float8 as rows from pg_class where oid = to_regclass($1)',
    [table],
  )
  const estimate = known.rows[0]?.rows ?? 0
  if (estimate > 0) return estimate
  const counted = await client.query<{ rows: string }>(`select count(*) as rows from ${table}`)
  return Number(counted.rows[0]?.rows ?? 0)
}
