import { WebhookEvent, webhookEvents } from '@intake/contracts/webhook-events'
import { operatorPolicy } from '@intake/leads/webhooks/check-target'
import { createEndpoint } from '@intake/leads/webhooks/create-endpoint'
import { type Command, InvalidArgumentError } from 'commander'
import type { Session } from '../session.ts'
import { withWebhooks } from '../with-webhooks.ts'

interface Options {
  events: WebhookEvent[]
  apiActivity?: boolean
  description?: string
}

/** `webhook create <workspace> <url>`: the secret stands alone on stdout, so that a shell can catch it. */
export function addWebhookCreate(parent: Command, session: Session): void {
  parent
    .command('create')
    .description('make an endpoint and show its signing secret, this once')
    .argument('<workspace>', 'slug of the workspace')
    .argument('<url>', 'where to send to; http and private addresses need the settings of the workers')
    .option('--events <list>', `of ${webhookEvents.join(',')}; all of them`, parseEvents, [...webhookEvents])
    .option('--api-activity', 'tell of API_ACTIVITY entries, too')
    .option('--description <text>', 'what it is for')
    .action(async (slug: string, url: string, { events, apiActivity, description }: Options) => {
      const { webhookEndpoint, secret } = await withWebhooks(session, slug, (ctx) =>
        createEndpoint(ctx, { url, events, apiActivity, description }, operatorPolicy),
      )
      session.output.note(`Endpoint ${webhookEndpoint.id}. Its secret is shown only now.`)
      session.output.result({ ...webhookEndpoint, workspace: slug, secret }, secret)
    })
}

function parseEvents(text: string): WebhookEvent[] {
  const parsed = WebhookEvent.array()
    .min(1)
    .safeParse(text.split(',').map((event) => event.trim()))
  if (!parsed.success) throw new InvalidArgumentError(`Choose from ${webhookEvents.join(', ')}.`)
  return [...new Set(parsed.data)]
}
