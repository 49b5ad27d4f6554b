import type { Db } from '@intake/database/create-database'

/** Whether a workspace's template is still the one that a call was prepared for. */
export async function isTemplateInForce(trx: Db, workspaceId: string, revision: number): Promise<boolean> {
  const row = await trx
    .selectFrom('workspaces')
    .select('template_revision')
    .where('id', '=', workspaceId)
    .executeTakeFirst()
  return row?.template_revision === revision
}
