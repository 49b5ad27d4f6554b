import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** How many leads of a workspace, the newest, a search by name looks at: names have no index. */
export const namesLookedAt = 20_000

/** Ids of leads whose name or business holds the text, in any case, newest first; of the workspace's newest 20,000. */
export async function findLeadsByName(
  ctx: { db: Db },
  { workspaceId, name, limit }: { workspaceId: string; name: string; limit: number },
): Promise<string[]> {
  const pattern = `%${name.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<{ id: string }>`
    select id from (
      select id, first_name, middle_name, last_name, business_name from leads
      where workspace_id = ${workspaceId} and deleted_at is null order by id desc limit ${sql.lit(namesLookedAt)}
    ) newest
    where concat_ws(' ', first_name, middle_name, last_name) ilike ${pattern}
      or concat_ws(' ', first_name, last_name) ilike ${pattern} or business_name ilike ${pattern}
    order by id desc limit ${limit}`.execute(ctx.db)
  return rows.map((row) => row.id)
}
