import type { Import, ImportStatus } from '@intake/contracts/imports'
import type { ImportRow } from '@intake/database/tables'

/** An import as clients see it. */
export function presentImport(row: ImportRow): Import {
  return {
    id: row.id,
    // RECEIVING is shown to nobody.
    status: row.status as ImportStatus,
    format: row.format,
    encoding: row.csv && (row.csv.encoding ?? 'utf-8'),
    filename: row.filename,
    isTest: row.is_test,
    duplicatePolicy: row.duplicate_policy,
    columns: row.csv?.columns ?? null,
    size: Number(row.size),
    bytesDone: Number(row.byte_offset),
    rows: {
      read: Number(row.rows_read),
      created: Number(row.created),
      merged: Number(row.merged),
      refused: Number(row.refused),
      warned: Number(row.warned),
    },
    error: row.error,
    cancelRequestedAt: row.cancel_requested_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    completedAt: row.completed_at?.toISOString() ?? null,
  }
}
