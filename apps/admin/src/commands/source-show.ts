import { setUpSource } from '@intake/leads/sources/set-up-source'
import type { Command } from 'commander'
import { describeSetUp } from '../describe-source.ts'
import type { Session } from '../session.ts'
import { withSources } from '../with-sources.ts'
import { parseId } from '../with-webhooks.ts'

/** `source show <source>` */
export function addSourceShow(parent: Command, session: Session): void {
  parent
    .command('show')
    .description('show a source with its address and what to paste where, secrets included')
    .argument('<source>', 'its id', parseId)
    .requiredOption('--workspace <slug>', 'its workspace')
    .option('--address <url>', 'where senders reach the gateways')
    .action(async (id: string, { workspace, address }: { workspace: string; address?: string }) => {
      const shown = await withSources(session, workspace, (ctx, publicUrl) =>
        setUpSource(ctx, { id, publicUrl: address ?? publicUrl }),
      )
      const { health, healthReason, lastReceivedAt, pausedAt } = shown.source
      const words = [
        describeSetUp(shown),
        '',
        `Health: ${health}${healthReason === null ? '' : `, ${healthReason}`}.`,
        `Last received: ${lastReceivedAt ?? 'nothing yet'}.`,
        ...(pausedAt === null ? [] : [`Paused since ${pausedAt}.`]),
      ]
      session.output.result(shown, words.join('\n'))
    })
}
