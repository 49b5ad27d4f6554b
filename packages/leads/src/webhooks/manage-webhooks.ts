import { AppError } from '@intake/contracts/app-error'
import { actingOf } from '../audit/actor.ts'
import { type Answered, withIdempotency } from '../idempotency/with-idempotency.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import type { SecretContext, WebhookContext } from './find-endpoint.ts'

/** What a caller may look at. Throws `forbidden`. */
export function readingWebhooks({ db, caller }: Pick<Ctx, 'db' | 'caller'>): WebhookContext {
  requireScope(caller, 'webhooks:manage')
  return { db, workspaceId: caller.workspaceId, caller }
}

/**
 * Runs a webhook verb for a caller, in one transaction with the idempotency key. A test key changes nothing that live
 * leads are sent to. Who says where events go, or which, gets to read leads (`redirects`), and so needs the scope for it. Throws
 * `forbidden`, what `withIdempotency` throws and what `work` throws.
 */
export async function managingWebhooks(
  ctx: Ctx,
  work: (webhooks: SecretContext) => Promise<object>,
  { redirects = false } = {},
): Promise<Answered> {
  requireScope(ctx.caller, 'webhooks:manage')
  if (redirects) requireScope(ctx.caller, 'leads:read')
  if (ctx.caller.isTest) throw new AppError('forbidden', 'A test key manages no webhooks.')
  const { caller, sealer } = ctx
  const place = `webhook-answer:${caller.workspaceId}`
  const answered = await withIdempotency(ctx, async ({ trx, workspace }) => {
    const answer = await work({ db: trx, workspaceId: workspace.id, caller, sealer, ...actingOf(ctx) })
    return { answer: withSecret(answer, (secret) => sealer.seal(secret, place)), leadIds: [] }
  })
  // This process sees the change with the next call, the others within a second.
  ctx.configuration.forget()
  if (!sealer.isOn) return answered
  const answer = withSecret(JSON.parse(answered.body), (secret) => sealer.open(secret, place))
  return { ...answered, body: JSON.stringify(answer) }
}

/** The stored answer holds its secret sealed, too. */
function withSecret(answer: { secret?: string }, change: (secret: string) => string): object {
  return answer.secret === undefined ? answer : { ...answer, secret: change(answer.secret) }
}
