import { AppError } from '@intake/contracts/app-error'
import type { Tables, WebhookEndpointRow } from '@intake/database/tables'
import { sql, type UpdateObject } from 'kysely'
import { raiseRevision } from '../workspace/raise-revision.ts'
import type { WebhookContext } from './find-endpoint.ts'

/** Changes columns of an endpoint that isn't deleted; answers the row. Throws `not_found`. */
export async function changeEndpoint(
  { db, workspaceId }: WebhookContext,
  id: string,
  columns: UpdateObject<Tables, 'webhook_endpoints'>,
): Promise<WebhookEndpointRow> {
  const row = await db
    .updateTable('webhook_endpoints')
    .set({ ...columns, updated_at: sql<Date>`now()` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!row) throw new AppError('not_found', 'There is no such webhook endpoint.')
  await raiseRevision(db)
  return row
}
