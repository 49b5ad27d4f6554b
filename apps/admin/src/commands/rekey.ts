import { appendFileSync, writeFileSync } from 'node:fs'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { type ChangedReading, rekeyLeads } from '@intake/leads/admin/rekey-leads'
import { placeholderKeys } from '@intake/leads/matching/placeholder-keys'
import type { Command } from 'commander'
import { chosenWorkspaces } from '../chosen-workspaces.ts'
import type { Session } from '../session.ts'

interface Options {
  workspace?: string
  changed?: string
}

/** `rekey` */
export function addRekey(program: Command, { output, withDatabase }: Session): void {
  program
    .command('rekey')
    .description('make the keys that leads are matched by anew, after an upgrade or new placeholders')
    .option('--workspace <slug>', 'leads of this workspace; without it, of all')
    .option('--changed <file>', 'write phones that would be read otherwise today to a CSV file')
    .addHelpText(
      'after',
      `
No phone and no e-mail changes. It may run beside traffic, be stopped, and be run again.

Examples:
  $ npm run admin -- rekey
  $ npm run admin -- rekey --workspace acme --changed changed.csv`,
    )
    .action(async ({ workspace, changed: file }: Options) => {
      if (file) writeFileSync(file, 'workspace,leadId,stored,readsAs,reason\n')
      const sum = { looked: 0, rekeyed: 0, changed: {} as Partial<Record<ChangedReading['reason'], number>> }
      await withDatabase(async (ctx) => {
        for (const { slug } of await chosenWorkspaces(ctx, workspace)) {
          const { id, default_region, placeholders } = await findWorkspace(ctx, slug)
          const context = {
            workspaceId: id,
            defaultRegion: default_region,
            placeholders: placeholderKeys(placeholders, default_region),
          }
          let after: string | null = null
          do {
            const batch = await rekeyLeads(ctx, { ...context, after })
            sum.looked += batch.looked
            sum.rekeyed += batch.rekeyed
            for (const { reason } of batch.changed) sum.changed[reason] = (sum.changed[reason] ?? 0) + 1
            if (file) appendFileSync(file, batch.changed.map((one) => toCsv(slug, one)).join(''))
            after = batch.last
          } while (after)
        }
      })
      const reasons = Object.entries(sum.changed).map(([reason, count]) => `  ${reason}: ${count}`)
      output.result(
        sum,
        [
          `${sum.looked} leads looked at, ${sum.rekeyed} with new keys.`,
          ...(reasons.length > 0
            ? ['Phones that would be read otherwise today; they stay:', ...reasons]
            : []),
        ].join('\n'),
      )
    })
}

function toCsv(slug: string, { leadId, stored, readsAs, reason }: ChangedReading): string {
  return `${[slug, leadId, stored ?? '', readsAs ?? '', reason].join(',')}\n`
}
