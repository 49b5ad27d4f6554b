import type { Db } from '@intake/database/create-database'

/** How many leads of each workspace have an enrichment that failed for good; workspaces without any are left out. */
export async function countDead(ctx: { db: Db }): Promise<{ workspaceId: string; dead: number }[]> {
  const rows = await ctx.db
    .selectFrom('owed_enrichments')
    .select(({ fn }) => ['workspace_id as workspaceId', fn.countAll<string>().as('dead')])
    .where('dead_at', 'is not', null)
    .groupBy('workspace_id')
    .execute()
  return rows.map(({ workspaceId, dead }) => ({ workspaceId, dead: Number(dead) }))
}
