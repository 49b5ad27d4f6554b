import type { Db } from '@intake/database/create-database'
import { createApiKey } from '@intake/leads/admin/create-api-key'

/** A key of a workspace that pages of these origins may hold. */
export async function makePublishableKey(
  db: Db,
  workspaceId: string,
  publishTo: readonly string[],
): Promise<string> {
  const { key } = await createApiKey({ db }, { workspaceId, name: 'page', publishTo })
  return key
}
