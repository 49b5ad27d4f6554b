import type { WebhookSecretAnswer } from '@intake/contracts/webhooks'
import { sql } from 'kysely'
import { recordAudit } from '../audit/record-audit.ts'
import { changeEndpoint } from './change-endpoint.ts'
import type { SecretContext } from './find-endpoint.ts'
import { presentEndpoint } from './present-webhooks.ts'
import { generateSecret, secretPlace } from './sign.ts'

/**
 * Gives an endpoint a new secret, which the answer tells this once. The one before signs beside it for `overlapSeconds`;
 * older ones are gone at once. Throws `not_found`.
 */
export async function rotateSecret(
  ctx: SecretContext,
  id: string,
  { overlapSeconds }: { overlapSeconds: number },
): Promise<WebhookSecretAnswer> {
  const secret = generateSecret()
  const row = await changeEndpoint(ctx, id, {
    signing_secrets: sql<
      string[]
    >`array[${ctx.sealer.seal(secret, secretPlace(id))}::text] || signing_secrets[1:1]`,
    old_secret_until: sql<Date>`now() + make_interval(secs => ${overlapSeconds})`,
  })
  await recordAudit(ctx, {
    workspaceId: ctx.workspaceId,
    action: 'webhook_endpoint.secret_rotated',
    subject: { type: 'webhook_endpoint', id },
    details: { overlapSeconds },
  })
  return { webhookEndpoint: presentEndpoint(row), secret }
}
