import { resealSecrets } from '@intake/leads/admin/reseal-secrets'
import type { Command } from 'commander'
import { AdminError } from '../admin-error.ts'
import { chosenWorkspaces } from '../chosen-workspaces.ts'
import type { Session } from '../session.ts'

/** `secrets reseal` */
export function addSecretsReseal(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('reseal')
    .description('encrypt secrets that are plain, or of an older key, with the first of ENCRYPTION_KEYS')
    .option('--workspace <slug>', 'those of this workspace; without it, of all')
    .addHelpText(
      'after',
      `
It may run beside traffic, be stopped, and be run again. Once it says that no secret is left, the older key can go.

Example:
  $ npm run admin -- secrets reseal`,
    )
    .action(async ({ workspace }: { workspace?: string }) => {
      const sum = { looked: 0, resealed: 0, unopened: 0 }
      await withDatabase(async (ctx) => {
        if (!ctx.sealer.isOn)
          throw new AdminError({ code: 'no_key', message: 'ENCRYPTION_KEYS is not set: there is no key.' })
        for (const { id } of await chosenWorkspaces(ctx, workspace)) {
          const { looked, resealed, unopened } = await resealSecrets(ctx, id)
          sum.looked += looked
          sum.resealed += resealed
          sum.unopened += unopened
        }
      })
      const left =
        sum.unopened > 0
          ? `${sum.unopened} can't be decrypted: add their key at the end of ENCRYPTION_KEYS, or rotate them.`
          : 'None is left of an older key.'
      output.result(sum, `${sum.looked} secrets looked at, ${sum.resealed} encrypted anew. ${left}`)
    })
}
