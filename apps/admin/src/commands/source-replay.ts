import { replaySource } from '@intake/leads/sources/replay-source'
import type { Command } from 'commander'
import type { Session } from '../session.ts'
import { withSubmissions } from '../with-sources.ts'
import { parseId } from '../with-webhooks.ts'

/** `source replay <source>` */
export function addSourceReplay(parent: Command, session: Session): void {
  parent
    .command('replay')
    .description('look at all quarantined submissions of a source again; each lead is there once')
    .argument('<source>', 'its id', parseId)
    .requiredOption('--workspace <slug>', 'its workspace')
    .action(async (id: string, { workspace }: { workspace: string }) => {
      const sum = await withSubmissions(session, workspace, async (ctx) => {
        let accepted = 0
        for (;;) {
          const batch = await replaySource(ctx, { id })
          accepted += batch.accepted
          if (!batch.remaining) return { accepted, waiting: batch.replayed - batch.accepted }
        }
      })
      session.output.result(
        sum,
        `${sum.accepted} are leads now, ${sum.waiting}${sum.waiting >= 200 ? ' or more' : ''} still wait.`,
      )
    })
}
