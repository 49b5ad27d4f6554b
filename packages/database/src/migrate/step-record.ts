import type pg from 'pg'
import type { Step } from './parse-migration.ts'

/** How far a step has come. */
export interface StepRecord {
  version: number
  step: string
  sha256: string
  /** Key of the last row that a batch passed, each column as text; null before the first. */
  position: string[] | null
  /** Rows that batches passed. */
  rows: number
  isDone: boolean
}

/**
 * What earlier runs recorded, or a record of nothing.
 * @throws Error when the step was begun or done with another text
 */
export async function readStepRecord(client: pg.Client, version: number, step: Step): Promise<StepRecord> {
  const { rows } = await client.query<{
    sha256: string
    position: string[] | null
    rows: string | null
    is_done: boolean
  }>(
    'select sha256, position, rows, done_at is not null as is_done from schema_migration_steps where version = $1 and step = $2',
    [version, step.name],
  )
  const [row] = rows
  if (row && row.sha256 !== step.sha256)
    throw new Error(
      'the step was edited after it was begun; give the new text another name, and it starts over',
    )
  return {
    version,
    step: step.name,
    sha256: step.sha256,
    position: row?.position ?? null,
    rows: Number(row?.rows ?? 0),
    isDone: row?.is_done ?? false,
  }
}

/** Records how far a step has come, in whatever transaction is open. */
export async function writeStepRecord(client: pg.Client, record: StepRecord): Promise<void> {
  await client.query(
    `insert into schema_migration_steps (version, step, sha256, position, rows, done_at)
     values ($1, $2, $3, $4, $5, case when $6::boolean then clock_timestamp() end)
     on conflict (version, step) do update
     set position = excluded.position, rows = excluded.rows, done_at = excluded.done_at`,
    [
      record.version,
      record.step,
      record.sha256,
      record.position && JSON.stringify(record.position),
      record.position && record.rows,
      record.isDone,
    ],
  )
}
