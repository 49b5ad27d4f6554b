import { operatorPolicy } from '@intake/leads/webhooks/check-target'
import { updateEndpoint } from '@intake/leads/webhooks/update-endpoint'
import type { Command } from 'commander'
import type { Session } from '../session.ts'
import { parseId, withWebhooks } from '../with-webhooks.ts'

/** `webhook enable <workspace> <endpoint>` */
export function addWebhookEnable(parent: Command, session: Session): void {
  parent
    .command('enable')
    .description('send to an endpoint again, what waited first')
    .argument('<workspace>', 'slug of the workspace')
    .argument('<endpoint>', 'its id', parseId)
    .action(async (slug: string, id: string) => {
      const { webhookEndpoint } = await withWebhooks(session, slug, (ctx) =>
        updateEndpoint(ctx, id, { enabled: true }, operatorPolicy),
      )
      session.output.result(webhookEndpoint, `Enabled ${id}.`)
    })
}
