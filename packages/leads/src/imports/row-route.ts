import type { IdempotencyClaim } from '../idempotency/stored-answer.ts'

/** Longer than any import waits to be taken up again; a checkpoint deletes them long before. */
const keepSeconds = 400 * 24 * 3600
/** A row of a stored file can't change. */
const fingerprint = Buffer.alloc(32)

/** What the idempotency keys of an import's rows are kept under. */
export function rowRoute(importId: string): string {
  return `import ${importId}`
}

/** The claim that keeps a row from being written twice until its checkpoint. */
export function rowClaim(importId: string, row: number): IdempotencyClaim {
  return { route: rowRoute(importId), key: String(row), fingerprint, keepSeconds }
}
