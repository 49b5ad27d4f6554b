import { LiftSuppressionRequest } from '@intake/contracts/suppressions'
import { liftSuppression } from '@intake/leads/suppression/lift-suppression'
import type { Command } from 'commander'
import type { Session } from '../session.ts'
import { checkRequest } from '../source-options.ts'
import { parseId } from '../with-webhooks.ts'
import { transact, withWorkspace } from '../with-workspace.ts'

/** `suppression lift <suppression>` */
export function addSuppressionLift(parent: Command, session: Session): void {
  parent
    .command('lift')
    .description('end a suppression, whoever said it; what else holds for the contact holds on')
    .argument('<suppression>', 'its id, as “suppression list” shows it', parseId)
    .requiredOption('--workspace <slug>', 'the workspace')
    .requiredOption('--reason <text>', 'why it no longer holds; it is kept')
    .action(async (id: string, options: { workspace: string; reason: string }) => {
      const { workspace } = options
      const { reason } = checkRequest(LiftSuppressionRequest, { reason: options.reason })
      const { suppression } = await withWorkspace(session, workspace, ['privacy:manage'], (ctx) =>
        transact(ctx, (trx) => liftSuppression(trx, id, reason)),
      )
      const words = `Suppression ${id} of ${workspace} was lifted at ${suppression.liftedAt}.`
      session.output.result({ workspace, suppression }, words)
    })
}
