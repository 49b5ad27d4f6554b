import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { expect } from 'vitest'

const tables = [
  'leads',
  'tags',
  'lead_tags',
  'action_logs',
  'outbox',
  'owed_enrichments',
  'idempotency_keys',
] as const
export type StoredCounts = Record<(typeof tables)[number], number>

/** Rows of a workspace in every table that a create writes. */
export async function countStored(db: Db, workspaceId: string): Promise<StoredCounts> {
  const counted = await Promise.all(
    tables.map(async (table) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from ${sql.table(table)} where workspace_id = ${workspaceId}`.execute(
        db,
      )
      return [table, rows[0]?.count ?? -1] as const
    }),
  )
  return Object.fromEntries(counted) as StoredCounts
}

/** Runs `call` and expects that it left the workspace's rows as they were. */
export async function storesNothing<Answer>(
  db: Db,
  workspaceId: string,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const before = await countStored(db, workspaceId)
  const answer = await call()
  expect(await countStored(db, workspaceId)).toEqual(before)
  return answer
}
