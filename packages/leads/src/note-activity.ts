import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { newId } from './new-id.ts'

export interface Activity {
  summary: string
  input: Record<string, unknown>
  at: Date
}

/** Writes an API_ACTIVITY entry to a lead's timeline; answers its id. */
export async function noteActivity(
  trx: Db,
  lead: LeadRow,
  { summary, input, at }: Activity,
): Promise<string> {
  const id = newId()
  await trx
    .insertInto('action_logs')
    .values({
      workspace_id: lead.workspace_id,
      lead_id: lead.id,
      id,
      type: 'API_ACTIVITY',
      status: 'COMPLETED',
      summary,
      input: JSON.stringify(input),
      error: null,
      parent_action_id: null,
      tool_id: null,
      created_at: at,
      completed_at: at,
    })
    .execute()
  return id
}
