import { operatorPolicy } from '@intake/leads/webhooks/check-target'
import { updateEndpoint } from '@intake/leads/webhooks/update-endpoint'
import type { Command } from 'commander'
import type { Session } from '../session.ts'
import { parseId, withWebhooks } from '../with-webhooks.ts'

/** `webhook disable <workspace> <endpoint>` */
export function addWebhookDisable(parent: Command, session: Session): void {
  parent
    .command('disable')
    .description('send nothing more to an endpoint; what waits is kept')
    .argument('<workspace>', 'slug of the workspace')
    .argument('<endpoint>', 'its id', parseId)
    .action(async (slug: string, id: string) => {
      const { webhookEndpoint } = await withWebhooks(session, slug, (ctx) =>
        updateEndpoint(ctx, id, { enabled: false }, operatorPolicy),
      )
      session.output.result(webhookEndpoint, `Disabled ${id}.`)
    })
}
