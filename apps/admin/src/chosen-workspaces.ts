import type { Db } from '@intake/database/create-database'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { listWorkspaces } from '@intake/leads/admin/list-workspaces'

/** The workspace with this slug, or all of them. Throws `not_found`. */
export async function chosenWorkspaces(
  ctx: { db: Db },
  slug?: string,
): Promise<{ id: string; slug: string }[]> {
  return slug === undefined ? listWorkspaces(ctx) : [await findWorkspace(ctx, slug)]
}
