import { CreateSuppressionsRequest } from '@intake/contracts/suppressions'
import { createSuppressions } from '@intake/leads/suppression/create-suppressions'
import { readContactText } from '@intake/leads/suppression/read-contact-text'
import type { Command } from 'commander'
import { table } from '../output.ts'
import type { Session } from '../session.ts'
import { checkRequest } from '../source-options.ts'
import { parseChannels, suppressionRow } from '../suppression/suppression-words.ts'
import { transact, withWorkspace } from '../with-workspace.ts'
import { expiry } from './key-create.ts'

interface Options {
  workspace: string
  channels?: string[]
  reason?: string
  expires?: Date
}

/** `suppression add <contact...>` */
export function addSuppressionAdd(parent: Command, session: Session): void {
  parent
    .command('add')
    .description('suppress numbers, addresses and domains: nobody contacts them from now on')
    .argument('<contact...>', 'phones, e-mails and @domains')
    .requiredOption('--workspace <slug>', 'the workspace')
    .option('--channels <list>', 'any, or some of call,sms,email; of a domain email', parseChannels)
    .option('--reason <text>', 'why; “listed” without it')
    .option('--expires <when>', 'when it ends by itself: 90d or 2027-01-31; never without it', expiry)
    .addHelpText(
      'after',
      '\nExample:\n  $ npm run admin -- suppression add "(678) 231-9992" @shop.example --workspace acme --channels call,sms',
    )
    .action(async (contacts: string[], { workspace, channels, reason, expires }: Options) => {
      const request = checkRequest(CreateSuppressionsRequest, {
        suppressions: contacts.map((contact) => ({
          ...readContactText(contact),
          ...{ channels, reason, expiresAt: expires?.toISOString() },
        })),
      })
      const { suppressions } = await withWorkspace(session, workspace, ['privacy:manage'], (ctx) =>
        transact(ctx, (trx) => createSuppressions(trx, request)),
      )
      session.output.result({ workspace, suppressions }, table(suppressions.map(suppressionRow)))
    })
}
