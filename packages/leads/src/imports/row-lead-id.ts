import { createHash } from 'node:crypto'
import { v7 as uuidV7 } from 'uuid'

/**
 * The id that a row's lead gets: a UUID version 7 of the given time, the same whoever writes the row. So the primary key keeps a row
 * from being written twice even by a process that was frozen, lost its lease and goes on when the row's idempotency key is gone.
 */
export function rowLeadId(importId: string, row: number, at: Date): string {
  const random = createHash('sha256').update(importId).digest().subarray(0, 16)
  return uuidV7({ random, msecs: at.getTime(), seq: row % 2 ** 32 })
}
