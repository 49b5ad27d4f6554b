import { recordAudit } from '@intake/leads/audit/record-audit'
import { listConsents } from '@intake/leads/consent/list-consents'
import type { Command } from 'commander'
import { table } from '../output.ts'
import type { Session } from '../session.ts'
import { parseId } from '../with-webhooks.ts'
import { withWorkspace } from '../with-workspace.ts'

/** `consent list <lead>` */
export function addConsentList(parent: Command, session: Session): void {
  parent
    .command('list')
    .description('list what a lead agreed to and took back, oldest first; --json shows the whole proof')
    .argument('<lead>', 'its id', parseId)
    .requiredOption('--workspace <slug>', 'its workspace')
    .action(async (leadId: string, { workspace }: { workspace: string }) => {
      const listed = await withWorkspace(session, workspace, ['privacy:manage'], async (ctx) => {
        const listed = await listConsents(ctx, leadId)
        const { workspaceId } = ctx.caller
        const subject = { type: 'lead', id: leadId } as const
        await recordAudit(ctx, { workspaceId, action: 'consents.read', subject })
        return listed
      })
      const rows = listed.consents.map(({ capturedAt, channel, status, purpose, seller, pageUrl }) => ({
        ...{ captured: capturedAt, channel, status, purpose, seller, page: pageUrl },
      }))
      session.output.result(listed, rows.length > 0 ? table(rows) : `Lead ${leadId} said nothing yet.`)
    })
}
