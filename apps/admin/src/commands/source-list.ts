import { listSources } from '@intake/leads/sources/get-source'
import type { Command } from 'commander'
import { table } from '../output.ts'
import type { Session } from '../session.ts'
import { withSources } from '../with-sources.ts'

/** `source list` */
export function addSourceList(parent: Command, session: Session): void {
  parent
    .command('list')
    .description('list the sources of a workspace, oldest first')
    .requiredOption('--workspace <slug>', 'their workspace')
    .action(async ({ workspace }: { workspace: string }) => {
      const { sources } = await withSources(session, workspace, listSources)
      const rows = sources.map(({ id, kind, name, health, healthReason, lastReceivedAt, pausedAt }) => ({
        ...{ id, kind, name, health, 'last received': lastReceivedAt },
        why: pausedAt ? `paused since ${pausedAt}` : healthReason,
      }))
      const none = `The workspace ${workspace} has no sources.`
      session.output.result(sources, rows.length > 0 ? table(rows) : none)
    })
}
