import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { newId } from '../ids/new-id.ts'

export interface Activity {
  /** Made unless given. */
  id?: string
  /** API_ACTIVITY unless given. */
  type?: 'API_ACTIVITY' | 'DOCUMENT_UPLOAD'
  summary: string
  /** What it keeps of the call; a string is JSON already. */
  input: Record<string, unknown> | string
  at: Date
}

/** Writes an entry of what a call did to a lead's timeline; answers its id. */
export async function noteActivity(
  trx: Db,
  lead: Pick<LeadRow, 'workspace_id' | 'id'>,
  { id = newId(), type = 'API_ACTIVITY', summary, input, at }: Activity,
): Promise<string> {
  await trx
    .insertInto('action_logs')
    .values({
      workspace_id: lead.workspace_id,
      lead_id: lead.id,
      id,
      type,
      status: 'COMPLETED',
      summary,
      input: typeof input === 'string' ? input : JSON.stringify(input),
      error: null,
      parent_action_id: null,
      tool_id: null,
      created_at: at,
      completed_at: at,
    })
    .execute()
  return id
}
