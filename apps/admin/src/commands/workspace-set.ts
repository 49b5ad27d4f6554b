import { AppError } from '@intake/contracts/app-error'
import { DuplicatePolicy } from '@intake/contracts/duplicate-policy'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { setCallingHours } from '@intake/leads/admin/set-calling-hours'
import { setDuplicatePolicy } from '@intake/leads/admin/set-duplicate-policy'
import { setPlaceholders } from '@intake/leads/admin/set-placeholders'
import { type Command, Option } from 'commander'
import type { Session } from '../session.ts'

interface Settings {
  callingFrom?: string
  callingTo?: string
  duplicatePolicy?: DuplicatePolicy
  placeholders?: string[]
}

/** `workspace set <slug>` */
export function addWorkspaceSet(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('set')
    .description(
      'set when a workspace may call its leads, in their local time, and what becomes of duplicates',
    )
    .argument('<slug>', 'the workspace')
    .option('--calling-from <HH:MM>', 'earliest time of day')
    .option('--calling-to <HH:MM>', 'latest time of day, 24:00 at most')
    .addOption(
      new Option('--duplicate-policy <policy>', 'for leads with a known phone or e-mail').choices(
        DuplicatePolicy.options,
      ),
    )
    .option(
      '--placeholders <contact...>',
      'phones, e-mails and @domains that are never matched, in place of those before; "" for none',
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ npm run admin -- workspace set acme --calling-from 08:00 --calling-to 21:00\n  $ npm run admin -- workspace set acme --duplicate-policy merge\n  $ npm run admin -- workspace set acme --placeholders "678 231 0000" desk@acme.com @kiosk.example',
    )
    .action(async (slug: string, settings: Settings) => {
      const { callingFrom, callingTo, duplicatePolicy, placeholders } = settings
      if (Object.keys(settings).length === 0)
        throw new AppError(
          'invalid_request',
          'Say what to set: --calling-from, --calling-to, --duplicate-policy or --placeholders.',
        )
      const hours = await withDatabase(async (ctx) => {
        const { id } = await findWorkspace(ctx, slug)
        if (duplicatePolicy) await setDuplicatePolicy(ctx, { workspaceId: id, policy: duplicatePolicy })
        if (placeholders)
          await setPlaceholders(ctx, { workspaceId: id, placeholders: placeholders.filter(Boolean) })
        return setCallingHours(ctx, { workspaceId: id, from: callingFrom, to: callingTo })
      })
      const policy = duplicatePolicy ? `; duplicates: ${duplicatePolicy}` : ''
      output.result(
        {
          slug,
          callingFrom: hours.from,
          callingTo: hours.to,
          ...(duplicatePolicy ? { duplicatePolicy } : {}),
          ...(placeholders ? { placeholders: placeholders.filter(Boolean) } : {}),
        },
        `${slug} may call from ${hours.from} to ${hours.to}${policy}${placeholders ? `; placeholders: ${placeholders.filter(Boolean).length}` : ''}`,
      )
    })
}
