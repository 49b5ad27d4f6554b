import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import type { WebhookEndpointRow } from '@intake/database/tables'
import type { Acting } from '../audit/actor.ts'
import type { Sealer } from '../sealing/sealer.ts'
import type { Caller } from '../workspace/caller.ts'

/** What the webhook verbs work on; whoever calls them has authorised the caller. */
export interface WebhookContext extends Acting {
  db: Db
  workspaceId: string
  /** Who asks; an operator, who sees all, without it. */
  caller?: Pick<Caller, 'scopes' | 'isTest'>
}

/** What the verbs work on that make secrets. */
export interface SecretContext extends WebhookContext {
  sealer: Sealer
}

/** An endpoint that isn't deleted. Throws `not_found`. */
export async function findEndpoint(
  { db, workspaceId }: WebhookContext,
  id: string,
): Promise<WebhookEndpointRow> {
  const row = await db
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) throw new AppError('not_found', 'There is no such webhook endpoint.')
  return row
}
