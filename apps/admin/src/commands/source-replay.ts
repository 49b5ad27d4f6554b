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
        const sum = { accepted: 0, waiting: 0 }
        for (let after: string | undefined; ; ) {
          const { accepted, replayed, nextAfter } = await replaySource(ctx, { id, after })
          sum.accepted += accepted
          sum.waiting += replayed - accepted
          if (nextAfter === null) return sum
          after = nextAfter
        }
      })
      session.output.result(sum, `${sum.accepted} are leads now, ${sum.waiting} still wait.`)
    })
}
