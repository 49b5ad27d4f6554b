import { MendSubmissionRequest } from '@intake/contracts/sources'
import { replaySubmission } from '@intake/leads/sources/replay-submission'
import type { Command } from 'commander'
import { describeSubmission } from '../describe-source.ts'
import type { Session } from '../session.ts'
import { checkRequest } from '../source-options.ts'
import { withSubmissions } from '../with-sources.ts'
import { parseId } from '../with-webhooks.ts'
import { readBody } from './source-test.ts'

interface Options {
  workspace: string
  body?: string
}

/** `submission replay <submission>` */
export function addSubmissionReplay(parent: Command, session: Session): void {
  parent
    .command('replay')
    .description('look at a submission again, as its source is now; the lead is there once')
    .argument('<submission>', 'its id', parseId)
    .requiredOption('--workspace <slug>', 'its workspace')
    .option('--body <file>', 'a mended body in place of its own, in the sender’s form')
    .action(async (id: string, { workspace, body: file }: Options) => {
      const mended = file === undefined ? {} : checkRequest(MendSubmissionRequest, { body: readBody(file) })
      const submission = await withSubmissions(session, workspace, (ctx) =>
        replaySubmission(ctx, { id, ...mended }),
      )
      session.output.result(submission, describeSubmission(submission))
    })
}
