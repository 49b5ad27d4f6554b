import { setTimeout as pause } from 'node:timers/promises'
import type { WebhookDelivery } from '@intake/contracts/webhooks'
import { listDeliveries } from '@intake/leads/webhooks/list-deliveries'
import { testEndpoint } from '@intake/leads/webhooks/test-endpoint'
import type { Command } from 'commander'
import { AdminError } from '../admin-error.ts'
import { parseSpan } from '../parse-span.ts'
import type { Session } from '../session.ts'
import { parseId } from '../with-webhooks.ts'
import { type OperatorCtx, transact, withWorkspace } from '../with-workspace.ts'

const lookEveryMs = 250
const waitMs = 15_000

/** `webhook test <workspace> <endpoint>` */
export function addWebhookTest(parent: Command, session: Session): void {
  parent
    .command('test')
    .description('send an endpoint a test event, once, and tell what it answered')
    .argument('<workspace>', 'slug of the workspace')
    .argument('<endpoint>', 'its id', parseId)
    .option(
      '--wait-for <span>',
      'how long to wait for a worker to send it, such as 1m (default: 15s)',
      parseSpan,
    )
    .action(async (slug: string, id: string, { waitFor = waitMs }: { waitFor?: number }) => {
      const delivery = await withWorkspace(session, slug, ['webhooks:manage'], (ctx) =>
        send(ctx, id, waitFor),
      )
      const { status, responseStatus, error } = delivery
      const answer = error ?? `HTTP ${responseStatus}`
      if (status === 'PENDING')
        throw new AdminError({
          code: 'not_sent',
          message: `No worker has sent delivery ${delivery.id} yet. Is one running? “webhook deliveries” shows what becomes of it.`,
        })
      if (status !== 'DELIVERED')
        throw new AdminError({ code: 'not_taken', message: `The endpoint took nothing: ${answer}.` })
      session.output.result(delivery, `Taken, with HTTP ${responseStatus}.`)
    })
}

/** The delivery once it was tried; as it is when nobody did in time. */
async function send(ctx: OperatorCtx, endpoint: string, waitForMs: number): Promise<WebhookDelivery> {
  const webhooks = (trx: OperatorCtx) => ({ ...trx, workspaceId: trx.workspace.id })
  const { webhookDelivery } = await transact(ctx, (trx) => testEndpoint(webhooks(trx), endpoint))
  const end = performance.now() + waitForMs
  for (;;) {
    const { webhookDeliveries } = await listDeliveries(webhooks(ctx), endpoint, { limit: 100 })
    const found = webhookDeliveries.find(({ id }) => id === webhookDelivery.id) ?? webhookDelivery
    if (found.status !== 'PENDING' || performance.now() > end) return found
    await pause(lookEveryMs)
  }
}
