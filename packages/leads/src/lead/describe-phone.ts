import { AppError } from '@intake/contracts/app-error'
import type { PhoneAnswer } from '@intake/contracts/phone-answer'
import { inferTimezone } from '@intake/phone/infer-timezone'
import { localTimeIn } from '@intake/phone/local-time'
import { readPhone } from '@intake/phone/read-phone'
import { requireScope } from '../workspace/caller.ts'
import type { Ctx } from '../workspace/ctx.ts'

/** What is known of a number, read in the workspace's region. An unusable one is answered with nulls, never refused. */
export async function describePhone(
  ctx: Pick<Ctx, 'caller' | 'configuration'>,
  input: string,
  at: Date,
): Promise<PhoneAnswer> {
  requireScope(ctx.caller, 'leads:read')
  const workspace = await ctx.configuration.workspace(ctx.caller.workspaceId)
  if (!workspace) throw new AppError('unauthorized', 'The workspace of this key no longer exists.')
  const { e164, country, kind, valid, certainty } = readPhone(input, workspace.defaultRegion)
  const timezone = inferTimezone(e164 ?? '', certainty)
  const local = timezone.zone === null ? null : localTimeIn(timezone.zone, at)
  return {
    input,
    e164,
    country,
    kind: e164 === null || kind === 'unknown' ? null : kind,
    possible: e164 !== null,
    valid,
    timezone,
    localTime: local?.localTime ?? null,
    utcOffset: local?.utcOffset ?? null,
  }
}
