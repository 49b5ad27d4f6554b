import { enrichAgain } from '@intake/leads/admin/enrich-again'
import { type Command, InvalidArgumentError } from 'commander'
import { AdminError } from '../admin-error.ts'
import { chosenWorkspaces } from '../chosen-workspaces.ts'
import type { Session } from '../session.ts'

interface Options {
  since?: Date
  zones?: true
  workspace?: string
}

/** `enrich` */
export function addEnrich(program: Command, { output, withDatabase }: Session): void {
  program
    .command('enrich')
    .description('enrich leads once more, after the rules or the table of time zones changed')
    .option('--since <time>', 'leads taken in since then, ISO 8601', parseTime)
    .option('--zones', 'leads whose zone is of an older table than this version of Intake has')
    .option('--workspace <slug>', 'those of this workspace; without it, of all')
    .addHelpText(
      'after',
      `
With both, leads for which both hold. Listeners of lead.enriched are told again.

Examples:
  $ npm run admin -- enrich --zones
  $ npm run admin -- enrich --workspace acme --since 2026-11-01`,
    )
    .action(async ({ since, zones, workspace }: Options) => {
      if (!since && !zones)
        throw new AdminError({ code: 'usage', message: 'Say which leads: --since, --zones, or both.' })
      const choice = { since: since ?? null, oldZones: zones ?? false }
      const announced = await withDatabase(async (ctx) => {
        let sum = 0
        for (const { id: workspaceId } of await chosenWorkspaces(ctx, workspace)) {
          let after: string | null = null
          do {
            const { announced, last } = await enrichAgain(ctx, { workspaceId, ...choice, after })
            sum += announced
            after = last
          } while (after)
        }
        return sum
      })
      output.result({ announced }, `${announced} ${announced === 1 ? 'lead' : 'leads'} sent again.`)
    })
}

function parseTime(text: string): Date {
  const time = new Date(text)
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('Give a time such as 2026-11-30 or 2026-11-30T08:00:00Z.')
  return time
}
