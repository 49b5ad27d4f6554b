import { SubmissionStatus } from '@intake/contracts/sources'
import { listSubmissions } from '@intake/leads/sources/list-submissions'
import { type Command, Option } from 'commander'
import { table } from '../output.ts'
import type { Session } from '../session.ts'
import { withSources } from '../with-sources.ts'
import { parseId } from '../with-webhooks.ts'

interface Options {
  workspace: string
  source?: string
  status?: SubmissionStatus
}

/** `submission list` */
export function addSubmissionList(parent: Command, session: Session): void {
  parent
    .command('list')
    .description('list the newest 100 submissions of a workspace, without what they hold')
    .requiredOption('--workspace <slug>', 'their workspace')
    .option('--source <source>', 'those of this source', parseId)
    .addOption(new Option('--status <status>', 'those only').choices(SubmissionStatus.options))
    .action(async ({ workspace, source, status }: Options) => {
      const { submissions } = await withSources(session, workspace, (ctx) =>
        listSubmissions(ctx, { isTest: false }, { limit: 100, source, status }),
      )
      const rows = submissions.map(({ id, receivedAt, status, code, leadId }) => ({
        ...{ id, received: receivedAt, status, code, lead: leadId },
      }))
      session.output.result(submissions, rows.length > 0 ? table(rows) : 'There are none.')
    })
}
