import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { revokeApiKey } from '@intake/leads/admin/revoke-api-key'
import type { Command } from 'commander'
import type { Session } from '../session.ts'

/** `key revoke <workspace> <key>` */
export function addKeyRevoke(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('revoke')
    .description('revoke a key; every process refuses it within a second')
    .argument('<workspace>', 'slug of the workspace')
    .argument('<key>', 'its id, or its prefix as "key list" shows it')
    .addHelpText('after', '\nExample:\n  $ npm run admin -- key revoke acme k3v9x0q2m4p7r1ta')
    .action(async (slug: string, key: string) => {
      const { id } = await withDatabase(async (ctx) => {
        const { id: workspaceId } = await findWorkspace(ctx, slug)
        return revokeApiKey(ctx, { workspaceId, key })
      })
      output.result({ id, workspace: slug, revoked: true }, `Revoked the key ${key} of ${slug}.`)
    })
}
