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
      output.result(dead, rows.length > 0 ? table(rows) : 'Nothing is dead.')
    })
}
