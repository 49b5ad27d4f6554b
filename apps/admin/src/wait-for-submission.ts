import { setTimeout as pause } from 'node:timers/promises'
import type { Submission } from '@intake/contracts/sources'
import { listSubmissions } from '@intake/leads/sources/list-submissions'
import { AdminError } from './admin-error.ts'
import type { Session } from './session.ts'
import { withSources } from './with-sources.ts'

const lookEveryMs = 1000
/** A lead that is to be fetched is waited for so long after it came. */
const fetchedWithinMs = 30_000

/** The first thing that came to a source, once it is known what became of it. Throws an AdminError when nothing came in time. */
export async function waitForSubmission(
  session: Session,
  { workspace, source, waitMs }: { workspace: string; source: string; waitMs: number },
): Promise<Submission> {
  const end = performance.now() + waitMs
  let cameAt: number | null = null
  for (;;) {
    const first = await withSources(session, workspace, async (ctx) => {
      const { submissions } = await listSubmissions(ctx, { isTest: false }, { limit: 200, source })
      return submissions.at(-1)
    })
    if (first) cameAt ??= performance.now()
    const isEnded = first && first.status !== 'RECEIVED'
    if (first && (isEnded || performance.now() - (cameAt ?? 0) > fetchedWithinMs)) return first
    if (performance.now() > end)
      throw new AdminError({
        code: 'nothing_came',
        message: `Nothing came within ${Math.round(waitMs / 1000)} s. The source stays; “submission list” shows what comes.`,
      })
    await pause(lookEveryMs)
  }
}
