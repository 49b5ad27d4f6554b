import { AppError } from '@intake/contracts/app-error'
import { type Answered, withIdempotency } from '../idempotency/with-idempotency.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import type { WebhookContext } from './find-endpoint.ts'

/** What a caller may look at. Throws `forbidden`. */
export function readingWebhooks({ db, caller }: Pick<Ctx, 'db' | 'caller'>): WebhookContext {
  requireScope(caller, 'webhooks:manage')
  return { db, workspaceId: caller.workspaceId }
}

/**
 * Runs a webhook verb for a caller, in one transaction with the idempotency key. A test key changes nothing that live
 * leads are sent to. Throws `forbidden`, what `withIdempotency` throws and what `work` throws.
 */
export async function managingWebhooks(
  ctx: Ctx,
  work: (webhooks: WebhookContext) => Promise<object>,
): Promise<Answered> {
  requireScope(ctx.caller, 'webhooks:manage')
  if (ctx.caller.isTest) throw new AppError('forbidden', 'A test key manages no webhooks.')
  const answered = await withIdempotency(ctx, async ({ trx, workspace }) => {
    const full = await work({ db: trx, workspaceId: workspace.id })
    return { full, minimal: idsOf(full) }
  })
  // This process sees the change with the next call, the others within a second.
  ctx.configuration.forget()
  return answered
}

/** What is told at least: of each thing its id, and a secret, for that is told now or never. */
function idsOf(answer: object): object {
  return Object.fromEntries(
    Object.entries(answer).map(([name, member]: [string, unknown]) => [
      name,
      typeof member === 'object' && member !== null && 'id' in member ? { id: member.id } : member,
    ]),
  )
}
