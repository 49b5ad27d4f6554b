import { listWorkspaces } from '@intake/leads/admin/list-workspaces'
import type { Command } from 'commander'
import { table } from '../output.ts'
import type { Session } from '../session.ts'

/** `workspace list` */
export function addWorkspaceList(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('list')
    .description('list the workspaces, oldest first')
    .action(async () => {
      const workspaces = await withDatabase(listWorkspaces)
      const rows = workspaces.map((workspace) => ({
        slug: workspace.slug,
        name: workspace.name,
        region: workspace.defaultRegion,
        'template revision': workspace.templateRevision || null,
        created: workspace.createdAt.toISOString(),
        id: workspace.id,
      }))
      output.result(
        workspaces,
        rows.length > 0 ? table(rows) : 'There are no workspaces yet. "workspace create" makes one.',
      )
    })
}
