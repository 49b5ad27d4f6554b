import type { Db } from '@intake/database/create-database'

/** All workspaces, oldest first. */
export function listWorkspaces(ctx: { db: Db }) {
  return ctx.db
    .selectFrom('workspaces')
    .select([
      'id',
      'slug',
      'name',
      'default_region as defaultRegion',
      'template_revision as templateRevision',
      'created_at as createdAt',
    ])
    .orderBy('created_at')
    .execute()
}
