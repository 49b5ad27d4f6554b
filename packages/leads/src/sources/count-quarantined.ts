import { sql } from 'kysely'
import type { SourceContext } from './manage-sources.ts'

const mostCounted = 10_000

/** How many submissions of each source wait for a person, by the id of the source; the oldest 10,000 of the workspace are counted. */
export async function countQuarantined({
  db,
  workspaceId,
}: Pick<SourceContext, 'db' | 'workspaceId'>): Promise<Map<string, number>> {
  const { rows } = await sql<{ source_id: string; waiting: number }>`
    select source_id, count(*)::int as waiting from (
      select source_id from submissions where workspace_id = ${workspaceId} and status = 'QUARANTINED'
      order by id limit ${sql.lit(mostCounted)}
    ) few group by source_id`.execute(db)
  return new Map(rows.map(({ source_id, waiting }) => [source_id, waiting]))
}
