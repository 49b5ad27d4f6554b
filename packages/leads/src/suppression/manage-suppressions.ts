import { AppError } from '@intake/contracts/app-error'
import { type Acting, actingOf } from '../audit/actor.ts'
import { type Answered, withIdempotency } from '../idempotency/with-idempotency.ts'
import type { LeadStore } from '../lead/lead-store.ts'
import { requireScope } from '../workspace/caller.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import type { Ctx } from '../workspace/ctx.ts'

/** What the verbs about suppressions work on; whoever calls them has authorised the caller. */
export interface SuppressionContext extends LeadStore, Omit<Acting, 'requestId'> {
  workspace: Pick<WorkspaceConfiguration, 'id' | 'defaultRegion' | 'placeholders' | 'webhooks'>
  requestId: string | null
}

/** What a caller may look at: they are people's numbers, of live leads. Throws `forbidden`. */
export async function readingSuppressions(
  ctx: Pick<Ctx, 'db' | 'sealer' | 'caller' | 'configuration' | 'requestId'>,
): Promise<SuppressionContext> {
  checkCaller(ctx)
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
  const { db, sealer, requestId } = ctx
  return { db, sealer, workspace, requestId }
}

/** Runs a verb about suppressions for a caller, in one transaction with the idempotency key. Throws `forbidden`, and what `withIdempotency` and `work` throw. */
export async function managingSuppressions(
  ctx: Ctx,
  work: (suppressions: SuppressionContext) => Promise<object>,
): Promise<Answered> {
  checkCaller(ctx)
  const { sealer, requestId } = ctx
  return withIdempotency(ctx, async ({ trx, workspace }) => {
    return { answer: await work({ db: trx, sealer, workspace, ...actingOf(ctx), requestId }), leadIds: [] }
  })
}

function checkCaller({ caller }: Pick<Ctx, 'caller'>): void {
  requireScope(caller, 'privacy:manage')
  if (caller.isTest) throw new AppError('forbidden', 'A test key manages no suppressions.')
}
