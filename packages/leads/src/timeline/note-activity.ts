import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import type { Work } from '../idempotency/with-idempotency.ts'
import { newId } from '../ids/new-id.ts'
import { actionLogSettled } from '../webhooks/events.ts'
import { recordEvents } from '../webhooks/record-events.ts'

export interface Activity {
  /** Made unless given. */
  id?: string
  /** API_ACTIVITY unless given. */
  type?: 'API_ACTIVITY' | 'DOCUMENT_UPLOAD' | 'SYSTEM_NOTE' | 'TOOL_CALL'
  /** COMPLETED unless given. */
  status?: 'COMPLETED' | 'FAILED'
  summary: string
  /** What it keeps of the call; a string is JSON already. */
  input: Record<string, unknown> | string
  output?: unknown
  error?: string | null
  parentActionId?: string | null
  requestId: string | null
  at: Date
}

/** Writes an entry of what a call did to a lead's timeline, and its event; answers its id. */
export async function noteActivity(
  { trx, workspace }: { trx: Db; workspace: Pick<Work['workspace'], 'id' | 'webhooks'> },
  lead: Pick<LeadRow, 'workspace_id' | 'id' | 'external_lead_id' | 'is_test'>,
  activity: Activity,
): Promise<string> {
  const { id = newId(), type = 'API_ACTIVITY', status = 'COMPLETED', summary, input, at } = activity
  const { output, error = null, parentActionId = null, requestId } = activity
  await trx
    .insertInto('action_logs')
    .values({
      workspace_id: lead.workspace_id,
      lead_id: lead.id,
      id,
      type,
      status,
      summary,
      input: typeof input === 'string' ? input : JSON.stringify(input),
      ...(output === undefined ? {} : { output: JSON.stringify(output) }),
      error,
      parent_action_id: parentActionId,
      tool_id: null,
      created_at: at,
      completed_at: at,
    })
    .execute()
  if (workspace.webhooks.length === 0) return id
  const message = actionLogSettled(lead, {
    ...{ id, type, status, summary, output, error, parentActionId },
    input: typeof input === 'string' ? JSON.parse(input) : input,
    createdAt: at.toISOString(),
    completedAt: at.toISOString(),
  })
  await recordEvents(trx, workspace, [{ lead, message }], { requestId, at })
  return id
}
