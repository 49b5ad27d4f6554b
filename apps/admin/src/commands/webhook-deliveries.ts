import { WebhookDeliveryStatus } from '@intake/contracts/webhooks'
import { listDeliveries } from '@intake/leads/webhooks/list-deliveries'
import { type Command, Option } from 'commander'
import { table } from '../output.ts'
import type { Session } from '../session.ts'
import { parseId, withWebhooks } from '../with-webhooks.ts'

/** `webhook deliveries <workspace> <endpoint>` */
export function addWebhookDeliveries(parent: Command, session: Session): void {
  parent
    .command('deliveries')
    .description('list the newest 100 deliveries to an endpoint, without what they told')
    .argument('<workspace>', 'slug of the workspace')
    .argument('<endpoint>', 'its id', parseId)
    .addOption(new Option('--status <status>', 'those only').choices(WebhookDeliveryStatus.options))
    .action(async (slug: string, id: string, { status }: { status?: WebhookDeliveryStatus }) => {
      const { webhookDeliveries } = await withWebhooks(session, slug, (ctx) =>
        listDeliveries(ctx, id, { limit: 100, status }),
      )
      const rows = webhookDeliveries.map(({ id, event, leadId, status, attempts, error, nextAttemptAt }) => ({
        ...{ id, event, lead: leadId, status, attempts, error, next: nextAttemptAt },
      }))
      session.output.result(webhookDeliveries, rows.length > 0 ? table(rows) : 'There are none.')
    })
}
