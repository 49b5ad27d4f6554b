import type { Db } from '@intake/database/create-database'
import { secretMatches, splitKey } from '../workspace/api-key.ts'

/** What a usable key opens; null when it is unknown, revoked or expired. */
export async function findApiKey(
  ctx: { db: Db },
  key: string,
): Promise<{ id: string; workspaceId: string; isTest: boolean } | null> {
  const halves = splitKey(key)
  if (!halves) return null
  const row = await ctx.db
    .selectFrom('api_keys')
    .selectAll()
    .where('prefix', '=', halves.prefix)
    .executeTakeFirst()
  if (!row || !secretMatches(halves.secret, row.secret_sha256)) return null
  if (row.revoked_at || (row.expires_at && row.expires_at <= new Date())) return null
  return { id: row.id, workspaceId: row.workspace_id, isTest: row.is_test }
}
