import { AppError } from '@intake/contracts/app-error'
import type { Db } from '@intake/database/create-database'
import type { Acting } from '../audit/actor.ts'
import { recordWorkspaceChange } from '../audit/record-workspace-change.ts'

export interface CallingHoursInput {
  workspaceId: string
  /** Local time of the called party, `HH:MM`; what isn't given stays. `to` may be 24:00. */
  from?: string | undefined
  to?: string | undefined
}

/** Sets when a workspace may call its leads, and answers when it may. Throws `invalid_request` unless both are times and `from` is the earlier one. */
export async function setCallingHours(
  ctx: { db: Db } & Acting,
  { workspaceId, ...input }: CallingHoursInput,
): Promise<{ from: string; to: string }> {
  return ctx.db.transaction().execute(async (trx) => {
    const before = await trx
      .selectFrom('workspaces')
      .select(['calling_from', 'calling_to'])
      .where('id', '=', workspaceId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    const from = input.from ?? before.calling_from
    const to = input.to ?? before.calling_to
    if (
      !/^([01]\d|2[0-3]):[0-5]\d$/.test(from) ||
      !/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(to) ||
      from >= to
    )
      throw new AppError(
        'invalid_request',
        'Calling hours go from one HH:MM to a later one, 24:00 at the latest.',
      )
    if (input.from === undefined && input.to === undefined) return { from, to }
    await trx
      .updateTable('workspaces')
      .set({ calling_from: from, calling_to: to })
      .where('id', '=', workspaceId)
      .execute()
    await recordWorkspaceChange({ ...ctx, db: trx }, workspaceId, { callingFrom: from, callingTo: to })
    return { from, to }
  })
}
