import { AppError } from '@intake/contracts/app-error'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { setCallingHours } from '@intake/leads/admin/set-calling-hours'
import type { Command } from 'commander'
import type { Session } from '../session.ts'

/** `workspace set <slug>` */
export function addWorkspaceSet(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('set')
    .description('set when a workspace may call its leads, in their local time')
    .argument('<slug>', 'the workspace')
    .option('--calling-from <HH:MM>', 'earliest time of day')
    .option('--calling-to <HH:MM>', 'latest time of day, 24:00 at most')
    .addHelpText(
      'after',
      '\nExample:\n  $ npm run admin -- workspace set acme --calling-from 08:00 --calling-to 21:00',
    )
    .action(async (slug: string, options: { callingFrom?: string; callingTo?: string }) => {
      if (options.callingFrom === undefined && options.callingTo === undefined)
        throw new AppError('invalid_request', 'Say what to set: --calling-from, --calling-to or both.')
      const { from, to } = await withDatabase(async (ctx) => {
        const { id } = await findWorkspace(ctx, slug)
        return setCallingHours(ctx, { workspaceId: id, from: options.callingFrom, to: options.callingTo })
      })
      output.result({ slug, callingFrom: from, callingTo: to }, `${slug} may call from ${from} to ${to}`)
    })
}
