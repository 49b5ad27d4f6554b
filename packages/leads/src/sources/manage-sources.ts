import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import type { SourceRow } from '@intake/database/tables'
import { type Acting, actingOf } from '../audit/actor.ts'
import { type Answered, withIdempotency } from '../idempotency/with-idempotency.ts'
import type { Sealer } from '../sealing/sealer.ts'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'
import { findSourceRow } from './open-source.ts'

/** What the verbs about sources work on; whoever calls them has authorised the caller. */
export interface SourceContext extends Acting {
  db: Db
  sealer: Sealer
  workspaceId: string
}

/** What a caller may look at. Throws `forbidden`. */
export function readingSubmissions({
  db,
  sealer,
  caller,
}: Pick<Ctx, 'db' | 'sealer' | 'caller'>): SourceContext {
  requireScope(caller, 'sources:manage')
  return { db, sealer, workspaceId: caller.workspaceId }
}

/** The same for sources. Whoever knows a source's address can make live leads, so no test key does. Throws `forbidden`. */
export function readingSources({ db, sealer, caller }: Pick<Ctx, 'db' | 'sealer' | 'caller'>): SourceContext {
  requireScope(caller, 'sources:manage')
  if (caller.isTest) throw new AppError('forbidden', 'A test key manages no sources.')
  return { db, sealer, workspaceId: caller.workspaceId }
}

/**
 * Runs a verb about sources for a caller, in one transaction with the idempotency key. A test key changes nothing that live leads come in by.
 * Throws `forbidden`, what `withIdempotency` throws and what `work` throws.
 */
export async function managingSources(
  ctx: Ctx,
  work: (sources: SourceContext) => Promise<object>,
): Promise<Answered> {
  requireScope(ctx.caller, 'sources:manage')
  if (ctx.caller.isTest) throw new AppError('forbidden', 'A test key manages no sources.')
  const { sealer } = ctx
  const place = `source-answer:${ctx.caller.workspaceId}`
  const answered = await withIdempotency(ctx, async ({ trx, workspace }) => {
    const answer = await work({ db: trx, sealer, workspaceId: workspace.id, ...actingOf(ctx) })
    return { answer: withSecrets(answer, (secret) => sealer.seal(secret, place)), leadIds: [] }
  })
  // This process sees the change with the next call, the others within a second.
  ctx.configuration.forget()
  if (!sealer.isOn) return answered
  const answer = withSecrets(JSON.parse(answered.body), (secret) => sealer.open(secret, place))
  return { ...answered, body: JSON.stringify(answer) }
}

/** The stored answer holds the secrets that were made sealed, too. */
function withSecrets(
  answer: { madeSecrets?: Readonly<Record<string, string>> },
  change: (secret: string) => string,
): object {
  const { madeSecrets } = answer
  if (!madeSecrets) return answer
  const changed = Object.entries(madeSecrets).map(([name, secret]) => [name, change(secret)])
  return { ...answer, madeSecrets: Object.fromEntries(changed) }
}

/** A source that isn't deleted. Throws `not_found`. */
export async function findSource({ db, workspaceId }: SourceContext, id: string): Promise<SourceRow> {
  const row = await findSourceRow(db, workspaceId, id)
  if (!row) throw new AppError('not_found', 'There is no such source.')
  return row
}
