import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import type { ImportLease } from './claim-import.ts'
import { countLines } from './row-results.ts'
import { rowRoute } from './row-route.ts'

export interface Chunk {
  /** Of the import's chunks, from 0. */
  number: number
  firstRow: number
  /** What became of each row, in order. */
  lines: readonly string[]
  /** The byte after its last row. */
  end: number
  /** The line that this byte is on; null where it isn't known. */
  nextLine: number | null
}

/** What is known once a chunk is recorded. */
export interface Checkpoint {
  isCancelled: boolean
  /** The time in the ids of the chunk after the next. */
  nextIdsAt: Date
}

/**
 * The checkpoint: in one statement, which is its own transaction, the rows' results are recorded, the import moves on behind them and
 * their idempotency keys, which nobody asks for any more, go. Null when the lease isn't in force any more; then nothing is recorded.
 */
export async function commitChunk(
  ctx: { db: Db },
  { workspaceId, id, leaseId }: ImportLease,
  { number, firstRow, lines, end, nextLine }: Chunk,
  leaseSeconds: number,
): Promise<Checkpoint | null> {
  const { rows, created, merged, refused, warned } = countLines(lines)
  const keys = lines.map((_, index) => String(firstRow + index))
  const { rows: moved } = await sql<{ is_cancelled: boolean; next_ids_at: Date }>`
    with moved as (
      update imports set byte_offset = ${end}, chunks = chunks + 1, rows_read = rows_read + ${rows}, created = created + ${created},
        merged = merged + ${merged}, refused = refused + ${refused}, warned = warned + ${warned}, next_line = ${nextLine}, ids_at = next_ids_at, next_ids_at = now(), attempts = 0,
        leased_until = now() + make_interval(secs => ${leaseSeconds})
      where workspace_id = ${workspaceId} and id = ${id} and lease_id = ${leaseId} and status = 'RUNNING' and chunks = ${number}
      returning cancel_requested_at is not null as is_cancelled, next_ids_at
    ), recorded as (
      insert into import_chunks (workspace_id, import_id, number, results)
      select ${workspaceId}::uuid, ${id}::uuid, ${number}::int, ${lines.join('\n')} from moved
    ), forgotten as (
      delete from idempotency_keys where workspace_id = ${workspaceId} and route = ${rowRoute(id)} and key = any(${keys})
        and exists (select from moved)
    )
    select * from moved`.execute(ctx.db)
  const [checkpoint] = moved
  return checkpoint ? { isCancelled: checkpoint.is_cancelled, nextIdsAt: checkpoint.next_ids_at } : null
}
