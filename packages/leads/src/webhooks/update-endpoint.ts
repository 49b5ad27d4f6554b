import type { UpdateWebhookEndpointRequest, WebhookEndpointAnswer } from '@intake/contracts/webhooks'
import { sql } from 'kysely'
import { recordAudit } from '../audit/record-audit.ts'
import { changeEndpoint } from './change-endpoint.ts'
import type { TargetPolicy } from './check-target.ts'
import { requireTarget } from './create-endpoint.ts'
import { findEndpoint, type WebhookContext } from './find-endpoint.ts'
import { presentEndpoint } from './present-webhooks.ts'

/** What an endpoint starts afresh with. */
const healthy = {
  disabled_at: null,
  disabled_reason: null,
  failures: 0,
  failing_since: null,
  paused_until: null,
}

/**
 * Changes what is given. To enable forgets all failures; what waited meanwhile is sent. To disable keeps what waits, and no
 * further events are recorded. Throws `not_found`, `invalid_request`.
 */
export async function updateEndpoint(
  ctx: WebhookContext,
  id: string,
  request: UpdateWebhookEndpointRequest,
  policy: TargetPolicy,
): Promise<WebhookEndpointAnswer> {
  const { url, events, apiActivity, description, enabled } = request
  if (url !== undefined) requireTarget(url, policy)
  const before = await findEndpoint(ctx, id)
  const disabling = enabled === false && !before.disabled_at
  const row = await changeEndpoint(ctx, id, {
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events }),
    ...(apiActivity === undefined ? {} : { api_activity: apiActivity }),
    ...(description === undefined ? {} : { description: description || null }),
    ...(enabled ? healthy : {}),
    ...(disabling ? { disabled_at: sql<Date>`now()`, disabled_reason: 'disabled by hand' } : {}),
  })
  await recordAudit(ctx, {
    workspaceId: ctx.workspaceId,
    action: 'webhook_endpoint.changed',
    subject: { type: 'webhook_endpoint', id },
    details: {
      changed: Object.keys(request),
      ...(url === undefined ? {} : { host: new URL(url).host }),
      ...(events === undefined ? {} : { events }),
      ...(enabled === undefined ? {} : { enabled }),
    },
  })
  return { webhookEndpoint: presentEndpoint(row) }
}
