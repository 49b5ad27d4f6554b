import type { WebhookEndpoint } from '@intake/contracts/webhooks'
import type { WebhookContext } from './find-endpoint.ts'
import { presentEndpoint } from './present-webhooks.ts'

/** The endpoints of a workspace, oldest first, without their secrets. */
export async function listEndpoints({ db, workspaceId }: WebhookContext): Promise<WebhookEndpoint[]> {
  const rows = await db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => presentEndpoint(row))
}
