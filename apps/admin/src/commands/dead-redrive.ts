import { redriveDead } from '@intake/leads/admin/redrive-dead'
import { type Command, InvalidArgumentError } from 'commander'
import { z } from 'zod'
import { AdminError } from '../admin-error.ts'
import { chosenWorkspaces } from '../chosen-workspaces.ts'
import type { Session } from '../session.ts'

interface Options {
  lead?: string[]
  workspace?: string
  all?: true
}

/** `dead redrive` */
export function addDeadRedrive(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('redrive')
    .description('try dead enrichments again, once their cause is gone')
    .option('--lead <id...>', 'these leads', parseLead)
    .option('--workspace <slug>', 'those of this workspace; with --lead, look there only')
    .option('--all', 'those of every workspace')
    .addHelpText('after', '\nExample:\n  $ npm run admin -- dead redrive --workspace acme')
    .action(async ({ lead: leadIds, workspace, all }: Options) => {
      if (all ? leadIds || workspace : !leadIds && !workspace)
        throw new AdminError({ code: 'usage', message: 'Say which: --lead, --workspace, or --all alone.' })
      const redriven = await withDatabase(async (ctx) => {
        let sum = 0
        for (const { id: workspaceId } of await chosenWorkspaces(ctx, workspace))
          sum += (await redriveDead(ctx, { workspaceId, leadIds: leadIds ?? null })).redriven
        return sum
      })
      output.result({ redriven }, `${redriven} dead ${redriven === 1 ? 'lead' : 'leads'} sent again.`)
    })
}

function parseLead(text: string, others: string[] = []): string[] {
  if (!z.uuid().safeParse(text).success) throw new InvalidArgumentError('A lead id is a UUID.')
  return [...others, text]
}
