import { undoDays } from '@intake/contracts/merge-leads'
import { recordAudit } from '@intake/leads/audit/record-audit'
import { mergeLeads } from '@intake/leads/lead/merge-leads'
import { unmergeLead } from '@intake/leads/lead/unmerge-lead'
import type { Command } from 'commander'
import type { Session } from '../session.ts'
import { parseId } from '../with-webhooks.ts'
import { type OperatorCtx, withWorkspace } from '../with-workspace.ts'

interface Options {
  workspace: string
  into: string
}

/** `lead merge <lead>` and `lead unmerge <lead>` */
export function addLeadMerge(parent: Command, session: Session): void {
  const { output } = session
  const command = (verb: string, does: string) =>
    parent
      .command(verb)
      .description(does)
      .argument('<lead>', 'its id', parseId)
      .requiredOption('--workspace <slug>', 'its workspace')
  const change = (slug: string, leadId: string, work: (ctx: OperatorCtx) => Promise<unknown>) =>
    withWorkspace(session, slug, ['leads:read', 'leads:write'], async (ctx) => {
      await work(ctx)
      const { workspaceId } = ctx.caller
      await recordAudit(ctx, { workspaceId, action: 'lead.changed', subject: { type: 'lead', id: leadId } })
    })

  command('merge', `make a lead part of another one; it can be undone for ${undoDays} days`)
    .requiredOption('--into <lead>', 'id of the lead that stays', parseId)
    .action(async (leadId: string, { workspace, into }: Options) => {
      await change(workspace, leadId, (ctx) => mergeLeads(ctx, { leadId, request: { into } }))
      output.result({ leadId, workspace, into }, `Lead ${leadId} of ${workspace} is part of ${into} now.`)
    })
  command('unmerge', 'undo the merge of a lead into another one').action(
    async (leadId: string, { workspace }: Options) => {
      await change(workspace, leadId, (ctx) => unmergeLead(ctx, { leadId }))
      output.result({ leadId, workspace }, `Lead ${leadId} of ${workspace} is there by itself again.`)
    },
  )
}
