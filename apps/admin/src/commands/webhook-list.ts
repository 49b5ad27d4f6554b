import { listEndpoints } from '@intake/leads/webhooks/list-endpoints'
import type { Command } from 'commander'
import { table } from '../output.ts'
import type { Session } from '../session.ts'
import { withWebhooks } from '../with-webhooks.ts'

/** `webhook list <workspace>` */
export function addWebhookList(parent: Command, session: Session): void {
  parent
    .command('list')
    .description('list the endpoints of a workspace, oldest first, without their secrets')
    .argument('<workspace>', 'slug of the workspace')
    .action(async (slug: string) => {
      const endpoints = await withWebhooks(session, slug, listEndpoints)
      const rows = endpoints.map(({ id, url, status, events, failures, disabledReason, pausedUntil }) => ({
        ...{ id, url, status, events: events.join(','), failures },
        why: disabledReason ?? (pausedUntil ? `paused until ${pausedUntil}` : null),
      }))
      const none = `The workspace ${slug} has no webhook endpoints.`
      session.output.result(endpoints, rows.length > 0 ? table(rows) : none)
    })
}
