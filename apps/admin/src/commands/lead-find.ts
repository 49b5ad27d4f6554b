import { namesLookedAt } from '@intake/leads/admin/find-leads-by-name'
import { searchLeads } from '@intake/leads/admin/search-leads'
import type { Command } from 'commander'
import { table } from '../output.ts'
import type { Session } from '../session.ts'
import { withWorkspace } from '../with-workspace.ts'

const shown = 100

interface Options {
  workspace: string
  deleted?: true
}

/** `lead find <text>` */
export function addLeadFind(parent: Command, session: Session): void {
  parent
    .command('find')
    .description(`find leads by id, e-mail, phone, external id or part of a name: the newest ${shown}`)
    .argument('<text>', 'what is known of the lead')
    .requiredOption('--workspace <slug>', 'its workspace')
    .option('--deleted', 'deleted leads, which are not found by name')
    .addHelpText('after', '\nExample:\n  $ npm run admin -- lead find rosa@example.com --workspace acme')
    .action(async (text: string, { workspace, deleted }: Options) => {
      const { leads, isWholeByName, isPartial } = await withWorkspace(
        session,
        workspace,
        ['leads:read'],
        (ctx) =>
          searchLeads(ctx, {
            ...{ workspaceId: ctx.workspace.id, text, limit: shown, isDeleted: deleted ?? false },
          }),
      )
      if (isPartial) session.output.note('Very many leads have such a name: say more of it to see all.')
      if (leads.length === 0 && !isWholeByName)
        session.output.note(
          `Names were looked for among the newest ${namesLookedAt} leads: “workspace set ${workspace} --name-search on” makes all found.`,
        )
      const rows = leads.map((lead) => ({
        ...{ id: lead.id, created: lead.createdAt },
        name: [lead.firstName, lead.lastName].filter(Boolean).join(' '),
        ...{ phone: lead.phoneNumber, email: lead.email, source: lead.source },
        state: stateOf(lead),
      }))
      session.output.result(leads, rows.length > 0 ? table(rows) : `The workspace ${workspace} has none.`)
    })
}

function stateOf(lead: { isTest: boolean; deletedAt: string | null; mergedInto?: string | undefined }) {
  if (lead.mergedInto) return `part of ${lead.mergedInto}`
  if (lead.deletedAt) return `deleted ${lead.deletedAt}`
  return lead.isTest ? 'test' : null
}
