import { rotateSecret } from '@intake/leads/webhooks/rotate-secret'
import { type Command, InvalidArgumentError } from 'commander'
import type { Session } from '../session.ts'
import { parseId, withWebhooks } from '../with-webhooks.ts'

/** `webhook rotate <workspace> <endpoint>`: the new secret stands alone on stdout. */
export function addWebhookRotate(parent: Command, session: Session): void {
  parent
    .command('rotate')
    .description('give an endpoint a new signing secret and show it, this once')
    .argument('<workspace>', 'slug of the workspace')
    .argument('<endpoint>', 'its id', parseId)
    .option('--overlap-hours <hours>', 'how long the old secret signs too', hours, 24)
    .action(async (slug: string, id: string, { overlapHours }: { overlapHours: number }) => {
      const { webhookEndpoint, secret } = await withWebhooks(session, slug, (ctx) =>
        rotateSecret(ctx, id, { overlapSeconds: overlapHours * 3600 }),
      )
      session.output.note(`The old secret signs too until ${webhookEndpoint.oldSecretUntil ?? 'now'}.`)
      session.output.result({ ...webhookEndpoint, workspace: slug, secret }, secret)
    })
}

function hours(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of hours.')
  return Number(text)
}
