import type { Oddity } from './lead-warnings.ts'
import type { WarningLog } from './warning-log.ts'

/** Counts what was odd about a lead that was taken all the same. */
export function noteOddities(
  ctx: { warnings?: WarningLog | undefined; caller: { workspaceId: string }; requestId: string },
  oddities: readonly Oddity[],
): void {
  for (const { counted } of oddities)
    if (counted)
      ctx.warnings?.note({ workspaceId: ctx.caller.workspaceId, requestId: ctx.requestId, ...counted })
}
