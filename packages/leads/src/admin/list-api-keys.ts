import type { Db } from '@intake/database/create-database'

/** A workspace's keys without their secrets, oldest first. */
export function listApiKeys(ctx: { db: Db }, { workspaceId }: { workspaceId: string }) {
  return ctx.db
    .selectFrom('api_keys')
    .select([
      'id',
      'name',
      'prefix',
      'scopes',
      'is_test as isTest',
      'expires_at as expiresAt',
      'revoked_at as revokedAt',
      'last_used_at as lastUsedAt',
      'rate_limit as rateLimit',
      'rate_burst as rateBurst',
      'allowed_addresses as allowedAddresses',
      'created_at as createdAt',
    ])
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at')
    .execute()
}
