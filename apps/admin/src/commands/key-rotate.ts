import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { rotateApiKey } from '@intake/leads/admin/rotate-api-key'
import type { Command } from 'commander'
import { parseSpan } from '../parse-span.ts'
import type { Session } from '../session.ts'
import { expiry } from './key-create.ts'

/** `key rotate <workspace> <key>`: the new key stands alone on stdout, so that a shell can catch it. */
export function addKeyRotate(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('rotate')
    .description('make a key that takes the place of another, which stays valid for a while')
    .argument('<workspace>', 'slug of the workspace')
    .argument('<key>', 'id or prefix of the old key, as "key list" shows it')
    .option(
      '--overlap <span>',
      'how long the old key stays valid, such as 24h or 7d',
      parseSpan,
      24 * 3_600_000,
    )
    .option(
      '--expires <when>',
      'last moment of the new key; without it as long after now as the old one had',
      expiry,
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ KEY=$(npm run --silent admin -- key rotate acme k3v9x0q2m4p7r1ta --overlap 7d)',
    )
    .action(async (slug: string, key: string, { overlap, expires }: { overlap: number; expires?: Date }) => {
      const made = await withDatabase(async (ctx) => {
        const { id: workspaceId } = await findWorkspace(ctx, slug)
        return rotateApiKey(ctx, { workspaceId, key, overlapMs: overlap, expiresAt: expires })
      })
      const until = made.oldExpiresAt.toISOString()
      output.note('This key is shown only now; the database keeps a hash of it.')
      output.note(`The old key ends at ${until}. "key revoke" ends it at once.`)
      output.result(
        {
          id: made.id,
          key: made.key,
          workspace: slug,
          expiresAt: made.expiresAt?.toISOString() ?? null,
          oldKeyExpiresAt: until,
        },
        made.key,
      )
    })
}
