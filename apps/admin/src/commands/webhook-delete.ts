import { deleteEndpoint } from '@intake/leads/webhooks/delete-endpoint'
import type { Command } from 'commander'
import type { Session } from '../session.ts'
import { parseId, withWebhooks } from '../with-webhooks.ts'

/** `webhook delete <workspace> <endpoint>` */
export function addWebhookDelete(parent: Command, session: Session): void {
  parent
    .command('delete')
    .description('delete an endpoint with its secrets and its deliveries')
    .argument('<workspace>', 'slug of the workspace')
    .argument('<endpoint>', 'its id', parseId)
    .action(async (slug: string, id: string) => {
      await withWebhooks(session, slug, (ctx) => deleteEndpoint(ctx, id))
      session.output.result({ id, workspace: slug, deleted: true }, `Deleted ${id}.`)
    })
}
