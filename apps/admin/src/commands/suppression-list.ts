import { ListSuppressionsQuery } from '@intake/contracts/suppressions'
import { recordAudit } from '@intake/leads/audit/record-audit'
import { listSuppressions } from '@intake/leads/suppression/list-suppressions'
import type { Command } from 'commander'
import { table } from '../output.ts'
import type { Session } from '../session.ts'
import { checkRequest } from '../source-options.ts'
import { suppressionRow } from '../suppression/suppression-words.ts'
import { parseId } from '../with-webhooks.ts'
import { withWorkspace } from '../with-workspace.ts'

interface Options {
  workspace: string
  phone?: string
  email?: string
  domain?: string
  lead?: string
  lifted?: true
}

const shown = 100

/** `suppression list` */
export function addSuppressionList(parent: Command, session: Session): void {
  parent
    .command('list')
    .description(`list who must not be contacted: the newest ${shown} that weren’t lifted`)
    .requiredOption('--workspace <slug>', 'the workspace')
    .option('--phone <number>', 'what holds for a number')
    .option('--email <address>', 'what holds for an address, by its domain too')
    .option('--domain <domain>', 'what holds for a domain itself')
    .option('--lead <lead>', 'what a lead said', parseId)
    .option('--lifted', 'those that were lifted')
    .action(async ({ workspace, phone, email, domain, lead, lifted }: Options) => {
      const query = checkRequest(ListSuppressionsQuery, {
        ...{ phoneNumber: phone, email, domain, leadId: lead },
        ...{ limit: shown, lifted: String(lifted ?? false) },
      })
      const suppressions = await withWorkspace(session, workspace, ['privacy:manage'], async (ctx) => {
        const { suppressions } = await listSuppressions(ctx, query)
        const { workspaceId } = ctx.caller
        const subject = { type: 'workspace', id: workspaceId } as const
        await recordAudit(ctx, { workspaceId, action: 'suppressions.listed', subject })
        return suppressions
      })
      const none = `The workspace ${workspace} has none.`
      session.output.result(
        suppressions,
        suppressions.length > 0 ? table(suppressions.map(suppressionRow)) : none,
      )
    })
}
