import { replayDelivery } from '@intake/leads/webhooks/replay-delivery'
import type { Command } from 'commander'
import type { Session } from '../session.ts'
import { parseId, withWebhooks } from '../with-webhooks.ts'

/** `webhook replay <workspace> <delivery...>` */
export function addWebhookReplay(parent: Command, session: Session): void {
  parent
    .command('replay')
    .description('send deliveries again, with the same id and body')
    .argument('<workspace>', 'slug of the workspace')
    .argument('<delivery...>', 'their ids', (text, others: string[] = []) => [...others, parseId(text)])
    .action(async (slug: string, ids: string[]) => {
      await withWebhooks(session, slug, async (ctx) => {
        for (const id of ids) await replayDelivery(ctx, id)
      })
      session.output.result({ replayed: ids.length }, `${ids.length} sent again.`)
    })
}
