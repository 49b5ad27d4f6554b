import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { listApiKeys } from '@intake/leads/admin/list-api-keys'
import type { Command } from 'commander'
import { table } from '../output.ts'
import type { Session } from '../session.ts'

type Key = Awaited<ReturnType<typeof listApiKeys>>[number]

/** `key list <workspace>` */
export function addKeyList(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('list')
    .description('list the keys of a workspace, oldest first, without their secrets')
    .argument('<workspace>', 'slug of the workspace')
    .action(async (slug: string) => {
      const keys = await withDatabase(async (ctx) => {
        const { id: workspaceId } = await findWorkspace(ctx, slug)
        return listApiKeys(ctx, { workspaceId })
      })
      const now = new Date()
      const rows = keys.map((key) => ({
        prefix: key.prefix,
        name: key.name,
        kind: key.isTest ? 'test' : 'live',
        state: stateOf(key, now),
        scopes: key.scopes.join(','),
        'rate, burst': key.rateLimit
          ? `${key.rateLimit}/s, ${key.rateBurst ?? key.rateLimit * 2}`
          : undefined,
        addresses: key.allowedAddresses?.join(),
        expires: key.expiresAt?.toISOString(),
        'last used': key.lastUsedAt?.toISOString(),
        created: key.createdAt.toISOString(),
      }))
      output.result(
        keys.map((key) => ({ ...key, state: stateOf(key, now) })),
        rows.length > 0 ? table(rows) : `The workspace ${slug} has no keys yet. "key create" makes one.`,
      )
    })
}

function stateOf({ revokedAt, expiresAt }: Key, now: Date): 'active' | 'revoked' | 'expired' {
  if (revokedAt) return 'revoked'
  return expiresAt && expiresAt <= now ? 'expired' : 'active'
}
