import { randomUUID } from 'node:crypto'
import type { Database } from '@intake/database/create-database'

/** A bare lead that is owed its enrichment since an hour ago, with nothing in the outbox. Answers its id. */
export async function insertLead({ pool }: Pick<Database, 'pool'>, workspaceId: string): Promise<string> {
  const id = randomUUID()
  await pool.query(
    `with lead as (
      insert into leads (workspace_id, id, first_name, assignee_type, source, is_test, created_at, updated_at)
      values ($1, $2, 'Ada', 'AI_AGENT', 'api', false, now(), now())
    )
    insert into owed_enrichments (workspace_id, lead_id, action_log_id, queued_at)
    values ($1, $2, gen_random_uuid(), now() - interval '1 hour')`,
    [workspaceId, id],
  )
  return id
}
