import { explainDead } from '@intake/leads/admin/explain-dead'
import { listDead } from '@intake/leads/admin/list-dead'
import type { Command } from 'commander'
import { chosenWorkspaces } from '../chosen-workspaces.ts'
import { table } from '../output.ts'
import type { Session } from '../session.ts'

/** `dead list` */
export function addDeadList(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('list')
    .description('list leads whose enrichment failed for good, up to 1000 a workspace')
    .option('--workspace <slug>', 'of this workspace only')
    .action(async ({ workspace: slug }: { workspace?: string }) => {
      const dead = await withDatabase(async (ctx) => {
        const found = []
        for (const { id, slug: workspace } of await chosenWorkspaces(ctx, slug))
          for (const row of await listDead(ctx, { workspaceId: id })) found.push({ workspace, ...row })
        return found
      })
      const rows = dead.map(({ since, ...row }) => ({ ...row, since: since?.toISOString() }))
      output.result(dead, rows.length > 0 ? `${table(rows)}\n\n${meanings(dead)}` : 'Nothing is dead.')
    })
}

/** What each reason means and what to do, once. */
function meanings(dead: readonly { reason: string | null }[]): string {
  return [...new Set(dead.map(({ reason }) => reason))]
    .map((reason) => {
      const { cause, cure } = explainDead(reason)
      return `${reason ?? 'no reason'}: ${cause} ${cure}`
    })
    .join('\n')
}
