import { type Resealed, resealSecrets } from '@intake/leads/admin/reseal-secrets'
import { resealSubmissions } from '@intake/leads/admin/reseal-submissions'
import type { Command } from 'commander'
import { AdminError } from '../admin-error.ts'
import { chosenWorkspaces } from '../chosen-workspaces.ts'
import type { Session } from '../session.ts'

/** `secrets reseal` */
export function addSecretsReseal(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('reseal')
    .description(
      'encrypt secrets and bodies of submissions that are plain, or of an older key, with the first of ENCRYPTION_KEYS',
    )
    .option('--workspace <slug>', 'those of this workspace; without it, of all')
    .addHelpText(
      'after',
      `
It may run beside traffic, be stopped, and be run again. Once it says that nothing is left, the older key can go.

Example:
  $ npm run admin -- secrets reseal`,
    )
    .action(async ({ workspace }: { workspace?: string }) => {
      const sums = { secrets: nothing(), submissions: nothing() }
      await withDatabase(async (ctx) => {
        if (!ctx.sealer.isOn)
          throw new AdminError({ code: 'no_key', message: 'ENCRYPTION_KEYS is not set: there is no key.' })
        for (const { id } of await chosenWorkspaces(ctx, workspace)) {
          add(sums.secrets, await resealSecrets(ctx, id))
          let after: string | null = null
          do {
            const batch = await resealSubmissions(ctx, { workspaceId: id, after })
            add(sums.submissions, batch)
            after = batch.last
          } while (after)
        }
      })
      const unopened = sums.secrets.unopened + sums.submissions.unopened
      const left =
        unopened > 0
          ? `${unopened} can't be decrypted: add their key at the end of ENCRYPTION_KEYS, or give them up.`
          : 'Nothing is left of an older key.'
      const words = Object.entries(sums).map(
        ([name, { looked, resealed }]) => `${looked} ${name} looked at, ${resealed} encrypted anew.`,
      )
      output.result(sums, [...words, left].join('\n'))
    })
}

function nothing(): Resealed {
  return { looked: 0, resealed: 0, unopened: 0 }
}

function add(sum: Resealed, { looked, resealed, unopened }: Resealed): void {
  sum.looked += looked
  sum.resealed += resealed
  sum.unopened += unopened
}
