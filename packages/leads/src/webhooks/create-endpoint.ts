import { AppError, invalidRequest } from '@intake/contracts/app-error'
import type { CreateWebhookEndpointRequest, WebhookSecretAnswer } from '@intake/contracts/webhooks'
import { sql } from 'kysely'
import { v7 as uuidV7 } from 'uuid'
import { recordAudit } from '../audit/record-audit.ts'
import { raiseRevision } from '../workspace/raise-revision.ts'
import { type TargetPolicy, targetFault } from './check-target.ts'
import type { SecretContext } from './find-endpoint.ts'
import { presentEndpoint } from './present-webhooks.ts'
import { generateSecret, secretPlace } from './sign.ts'

const maxEndpoints = 20

/** Makes an endpoint, enabled. The answer tells its secret, this once. Throws `invalid_request`. */
export async function createEndpoint(
  ctx: SecretContext,
  { url, events, description, apiActivity }: CreateWebhookEndpointRequest,
  policy: TargetPolicy,
): Promise<WebhookSecretAnswer> {
  const { db, workspaceId, sealer } = ctx
  requireTarget(url, policy)
  const { count } = await db
    .selectFrom('webhook_endpoints')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (Number(count) >= maxEndpoints)
    throw new AppError('invalid_request', `A workspace has at most ${maxEndpoints} webhook endpoints.`)
  const id = uuidV7()
  const secret = generateSecret()
  const row = await db
    .insertInto('webhook_endpoints')
    .values({
      workspace_id: workspaceId,
      id,
      url,
      description: description ?? null,
      events,
      api_activity: apiActivity ?? false,
      signing_secrets: [sealer.seal(secret, secretPlace(id))],
      disabled_reason: null,
      created_at: sql<Date>`now()`,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await raiseRevision(db)
  await recordAudit(ctx, {
    workspaceId,
    action: 'webhook_endpoint.created',
    subject: { type: 'webhook_endpoint', id },
    details: { host: new URL(url).host, events },
  })
  return { webhookEndpoint: presentEndpoint(row), secret }
}

/** Throws `invalid_request` for an address that nothing may be sent to. */
export function requireTarget(url: string, policy: TargetPolicy): void {
  const fault = targetFault(url, policy)
  if (fault) throw invalidRequest([{ pointer: '/url', ...fault }])
}
