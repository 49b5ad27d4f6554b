import type { Db } from '@intake/database/create-database'
import { createApiKey } from '@intake/leads/admin/create-api-key'
import type { Scope } from '@intake/leads/workspace/caller'

/** A new key of a workspace with these scopes and no others. */
export async function keyWith(
  db: Db,
  workspaceId: string,
  scopes: Scope[],
  { isTest = false } = {},
): Promise<string> {
  return (await createApiKey({ db }, { workspaceId, name: scopes.join(), scopes, isTest })).key
}
