import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import type { IdempotencyClaim } from '../create/new-lead.ts'
import { type Answered, type WriteContext, withIdempotency } from '../idempotency/with-idempotency.ts'
import { type Caller, requireScope } from '../workspace/authenticate.ts'
import type { WebhookContext } from './find-endpoint.ts'

/** What a caller may look at. Throws `forbidden`. */
export function readingWebhooks({ db, caller }: { db: Db; caller: Caller }): WebhookContext {
  requireScope(caller, 'webhooks:manage')
  return { db, workspaceId: caller.workspaceId }
}

/**
 * Runs a webhook verb for a caller, in one transaction with the idempotency key. A test key changes nothing that live
 * leads are sent to. Throws `forbidden`, what `withIdempotency` throws and what `work` throws.
 */
export async function managingWebhooks(
  ctx: WriteContext,
  idempotency: IdempotencyClaim | null,
  work: (webhooks: WebhookContext) => Promise<string>,
): Promise<Answered> {
  requireScope(ctx.caller, 'webhooks:manage')
  if (ctx.caller.isTest) throw new AppError('forbidden', 'A test key manages no webhooks.')
  const answered = await withIdempotency(ctx, idempotency, ({ trx, workspace }) =>
    work({ db: trx, workspaceId: workspace.id }),
  )
  // This process sees the change with the next call, the others within a second.
  ctx.configuration.forget()
  return answered
}
