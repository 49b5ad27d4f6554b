import { restoreLead } from '@intake/leads/lead/restore-lead'
import type { Command } from 'commander'
import type { Session } from '../session.ts'
import { parseId } from '../with-webhooks.ts'
import { withWorkspace } from '../with-workspace.ts'

/** `lead restore <lead>` */
export function addLeadRestore(parent: Command, session: Session): void {
  parent
    .command('restore')
    .description('take the deletion of a lead back; one that was erased is gone')
    .argument('<lead>', 'its id', parseId)
    .requiredOption('--workspace <slug>', 'its workspace')
    .action(async (leadId: string, { workspace }: { workspace: string }) => {
      await withWorkspace(session, workspace, ['leads:erase'], (ctx) => restoreLead(ctx, leadId))
      session.output.result({ leadId, workspace }, `Lead ${leadId} of ${workspace} is there.`)
    })
}
