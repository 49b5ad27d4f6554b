import type { Submission } from '@intake/contracts/sources'
import { recordListed } from '@intake/leads/admin/search-leads'
import type { Command } from 'commander'
import { explainError } from '../explain-error.ts'
import { type ArrivedLead, followArrivals } from '../follow-arrivals.ts'
import { listenForStop } from '../listen-for-stop.ts'
import { printable } from '../output.ts'
import type { Session } from '../session.ts'
import { withWorkspace } from '../with-workspace.ts'

interface Options {
  workspace: string
  names: boolean
  test: boolean
}

/** `tail` */
export function addTail(program: Command, session: Session): void {
  const { output } = session
  program
    .command('tail')
    .description('show new leads, and submissions that became none, as they come; Ctrl-C ends it')
    .requiredOption('--workspace <slug>', 'the workspace')
    .option('--names', 'name, phone and e-mail of each lead, too', false)
    .option('--test', 'test leads in place of live ones', false)
    .addHelpText('after', '\nWith --json each line is a JSON object.')
    .action(async ({ workspace: slug, names, test: isTest }: Options) => {
      const stop = listenForStop()
      const signal = AbortSignal.any([stop.signal, session.unread])
      try {
        await withWorkspace(session, slug, ['leads:read', 'sources:manage'], async (ctx) => {
          output.note(`Waiting for leads of ${slug} …`)
          const onError = (error: unknown) => output.note(`${explainError(error).message} Trying again …`)
          for await (const { leads, submissions } of followArrivals(ctx, { isTest, signal, onError })) {
            if (names) await recordListed(ctx, ctx.caller.workspaceId, leads.toReversed())
            const lines = [
              ...leads.map((lead) => leadLine(lead, names)),
              ...submissions.map((submission) => submissionLine(submission)),
            ].sort((a, b) => a.at.localeCompare(b.at))
            for (const line of lines)
              output.piece(output.json ? `${JSON.stringify(line)}\n` : `${describe(line)}\n`)
          }
        })
      } finally {
        stop.end()
      }
    })
}

interface Line {
  at: string
  what: string
  id: string
  [member: string]: string | null
}

function leadLine(lead: ArrivedLead, names: boolean): Line {
  const name = [lead.firstName, lead.lastName].filter(Boolean).join(' ')
  return {
    ...{ at: lead.createdAt, what: 'lead', id: lead.id, source: lead.source },
    ...(names && { name, phoneNumber: lead.phoneNumber, email: lead.email }),
  }
}

function submissionLine({ receivedAt, status, id, code, sourceId }: Submission): Line {
  return { at: receivedAt, what: status.toLowerCase(), id, source: sourceId, code }
}

const kindWidth = 'quarantined'.length

function describe({ at, what, id, ...rest }: Line): string {
  const others = Object.values(rest).map((value) => printable(value ?? '-'))
  return [at, what.padEnd(kindWidth), id, ...others].join('  ')
}
