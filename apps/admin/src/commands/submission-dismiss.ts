import { dismissSubmission } from '@intake/leads/sources/dismiss-submission'
import type { Command } from 'commander'
import { describeSubmission } from '../describe-source.ts'
import type { Session } from '../session.ts'
import { withSubmissions } from '../with-sources.ts'
import { parseId } from '../with-webhooks.ts'

/** `submission dismiss <submission>` */
export function addSubmissionDismiss(parent: Command, session: Session): void {
  parent
    .command('dismiss')
    .description('say that nothing is to become of a quarantined submission; a replay takes it up again')
    .argument('<submission>', 'its id', parseId)
    .requiredOption('--workspace <slug>', 'its workspace')
    .action(async (id: string, { workspace }: { workspace: string }) => {
      const submission = await withSubmissions(session, workspace, (ctx) => dismissSubmission(ctx, id))
      session.output.result(submission, describeSubmission(submission))
    })
}
