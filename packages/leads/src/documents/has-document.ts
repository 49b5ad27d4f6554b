import type { Db } from '@intake/database/create-database'
import { finalLeadId } from '../lead/merged-leads.ts'

const form = /^documents\/([0-9a-f-]{36})\/([0-9a-f-]{36})$/

const reportForm = /^reports\/([0-9a-f-]{36})\/[0-9a-f-]{36}$/

/** Whether a stored file is a report that is still kept. */
export async function hasReport({ db }: { db: Db }, storageKey: string): Promise<boolean> {
  const [, workspaceId] = reportForm.exec(storageKey) ?? []
  if (!workspaceId) return false
  const row = await db
    .selectFrom('pending_files')
    .select('storage_key')
    .where('workspace_id', '=', workspaceId)
    .where('storage_key', '=', storageKey)
    .where('doomed_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether a stored file still is a document of a lead that isn't deleted, or is part of one that isn't, by its storage key. */
export async function hasDocument({ db }: { db: Db }, storageKey: string): Promise<boolean> {
  const [, workspaceId, id] = form.exec(storageKey) ?? []
  if (!workspaceId || !id) return false
  const row = await db
    .selectFrom('documents')
    .innerJoin('leads', (join) =>
      join
        .onRef('leads.workspace_id', '=', 'documents.workspace_id')
        .onRef('leads.id', '=', 'documents.lead_id'),
    )
    .select(['documents.id', 'documents.lead_id', 'leads.deleted_at'])
    .where('documents.workspace_id', '=', workspaceId)
    .where('documents.id', '=', id)
    .where('documents.storage_key', '=', storageKey)
    .executeTakeFirst()
  if (!row?.deleted_at) return row !== undefined
  const leadId = await finalLeadId(db, { workspaceId, leadId: row.lead_id })
  if (leadId === row.lead_id) return false
  const lead = await db
    .selectFrom('leads')
    .select('deleted_at')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', leadId)
    .executeTakeFirst()
  return lead?.deleted_at === null
}
