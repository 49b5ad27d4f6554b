import { getSubmission } from '@intake/leads/sources/get-submission'
import type { Command } from 'commander'
import { describeSubmission } from '../describe-source.ts'
import type { Session } from '../session.ts'
import { withSubmissions } from '../with-sources.ts'
import { parseId } from '../with-webhooks.ts'

/** `submission show <submission>` */
export function addSubmissionShow(parent: Command, session: Session): void {
  parent
    .command('show')
    .description('show a submission with its body')
    .argument('<submission>', 'its id', parseId)
    .requiredOption('--workspace <slug>', 'its workspace')
    .action(async (id: string, { workspace }: { workspace: string }) => {
      const shown = await withSubmissions(session, workspace, (ctx) => getSubmission(ctx, id))
      const body = shown.body ?? 'Its body is not kept.'
      session.output.result(shown, `${describeSubmission(shown)}\n\n${withoutControls(body)}`)
    })
}

/** A body must not be able to move the cursor of the terminal it is shown on. */
function withoutControls(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '\u{FFFD}')
}
