import { findWorkspace } from '@intake/leads/admin/find-workspace'
import type { SecretContext } from '@intake/leads/webhooks/find-endpoint'
import { InvalidArgumentError } from 'commander'
import { z } from 'zod'
import type { Session } from './session.ts'

/** Runs a webhook verb on the workspace with this slug, in one transaction. Throws `not_found`. */
export function withWebhooks<Result>(
  { withDatabase }: Session,
  slug: string,
  work: (ctx: SecretContext) => Promise<Result>,
): Promise<Result> {
  return withDatabase(async (ctx) => {
    const { id: workspaceId } = await findWorkspace(ctx, slug)
    return ctx.db
      .transaction()
      .execute((trx) => work({ db: trx, workspaceId, sealer: ctx.sealer, actor: ctx.actor }))
  })
}

/** An argument that is the id of an endpoint or a delivery. */
export function parseId(text: string): string {
  if (!z.guid().safeParse(text).success) throw new InvalidArgumentError('An id is a UUID.')
  return text.toLowerCase()
}
