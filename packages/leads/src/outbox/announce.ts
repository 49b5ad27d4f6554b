import type { OutboxTopic } from '@intake/contracts/jobs'
import type { Db } from '@intake/database/create-database'

/** Announces leads of a workspace, or others that a topic is about by their own ids, in the caller's transaction. */
export async function announce(
  trx: Db,
  topic: OutboxTopic,
  about: {
    workspaceId: string
    leadIds: readonly string[]
    requestId: string | null
    traceparent?: string | undefined
  },
): Promise<void> {
  const { traceparent } = about
  await trx
    .insertInto('outbox')
    .values({
      workspace_id: about.workspaceId,
      topic,
      lead_ids: [...about.leadIds],
      request_ids: about.leadIds.map(() => about.requestId),
      traceparents: traceparent === undefined ? null : about.leadIds.map(() => traceparent),
    })
    .execute()
}

/**
 * SQL: announces the leads of `source`, rows of `workspace_id`, `lead_id`, `request_id` and `traceparent`, as one event a workspace,
 * or one for each of its `parts`, SQL of columns. What an event holds goes in the order of `by`.
 */
export function announceText(
  topic: OutboxTopic,
  source: string,
  { by = 'lead_id', parts }: { by?: string; parts?: string } = {},
): string {
  return `insert into outbox (workspace_id, topic, lead_ids, request_ids, traceparents)
  select workspace_id, '${topic}', array_agg(lead_id order by ${by}), array_agg(request_id order by ${by}),
    case when count(traceparent) > 0 then array_agg(traceparent order by ${by}) end
  from ${source} group by workspace_id${parts ? `, ${parts}` : ''}`
}
