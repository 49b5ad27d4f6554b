import { AppError } from '@intake/contracts/app-error'
import { EraseLeadRequest, type Erasure } from '@intake/contracts/erasures'
import { findPerson } from '@intake/leads/erasure/find-person'
import { requestErasure } from '@intake/leads/erasure/request-erasure'
import { requireLead } from '@intake/leads/lead/read-leads'
import type { Command } from 'commander'
import { AdminError } from '../admin-error.ts'
import type { Session } from '../session.ts'
import { checkRequest } from '../source-options.ts'
import { parseId } from '../with-webhooks.ts'
import { type OperatorCtx, transact, withWorkspace } from '../with-workspace.ts'

interface Options {
  workspace: string
  id?: string
  email?: string
  phone?: string
  reason?: string
  suppress: boolean
  yes: boolean
}

/** `lead erase` */
export function addLeadErase(parent: Command, session: Session): void {
  const { output } = session
  parent
    .command('erase')
    .description('erase a person: a job removes all that is kept of the leads; it can’t be undone')
    .requiredOption('--workspace <slug>', 'the workspace')
    .option('--id <lead>', 'this lead', parseId)
    .option('--email <address>', 'all leads with this address, deleted ones too')
    .option('--phone <number>', 'all leads with this number, deleted ones too')
    .option('--reason <text>', 'why; it is kept, so name nobody in it')
    .option('--suppress', 'nobody with the number or the address is to be contacted any more', false)
    .option('--yes', 'don’t ask', false)
    .addHelpText(
      'after',
      `
Run it again to see what is done. Leads that are part of one go with it.

Example:
  $ npm run admin -- lead erase --workspace acme --email rosa@example.com --reason "asked for on 1 December"`,
    )
    .action(async (options: Options) => {
      const { workspace, suppress, yes } = options
      if ([options.id, options.email, options.phone].filter((one) => one !== undefined).length !== 1)
        throw new AdminError({ code: 'usage', message: 'Say who: --id, --email or --phone, one of them.' })
      const { reason } = checkRequest(EraseLeadRequest, { reason: options.reason, suppress })
      const erasures = await withWorkspace(session, workspace, ['leads:erase'], async (ctx) => {
        const ids = await find(ctx, options)
        await session.confirm(
          `${ids.length === 1 ? 'One lead' : `${ids.length} leads`} of ${workspace} will be erased for ever: ${ids.join(', ')}.`,
          yes,
        )
        const erasures: Erasure[] = []
        for (const leadId of ids) {
          const erase = (trx: OperatorCtx) =>
            requestErasure(
              { ...trx, workspaceId: trx.workspace.id, requestId: trx.requestId },
              { leadId, reason, suppress },
            )
          erasures.push((await transact(ctx, erase)).erasure)
        }
        return erasures
      })
      output.result(
        { workspace, erasures },
        erasures
          .map(({ leadId, doneAt }) =>
            doneAt === null
              ? `Lead ${leadId} of ${workspace} is deleted; a job erases it now.`
              : `Lead ${leadId} of ${workspace} was erased at ${doneAt}.`,
          )
          .join('\n'),
      )
    })
}

async function find(ctx: OperatorCtx, { id, email, phone, workspace }: Options): Promise<string[]> {
  if (id !== undefined) {
    await requireLead(ctx.db, ctx.caller, id)
    return [id]
  }
  const contact = email === undefined ? { phoneNumber: phone } : { email }
  const ids = await findPerson(ctx, ctx.workspace, contact)
  if (ids.length === 0)
    throw new AppError('not_found', `No lead of ${workspace} has this ${email ? 'address' : 'number'}.`)
  return ids
}
