import type { Db } from '@intake/database/create-database'

/** Id of the newest lead of a workspace, test leads included; null while it has none. Whether there is something new to show is asked by it. */
export async function newestLead({ db }: { db: Db }, workspaceId: string): Promise<string | null> {
  const row = await db
    .selectFrom('leads')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}
