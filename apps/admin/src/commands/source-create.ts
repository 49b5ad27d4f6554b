import { CreateSourceRequest, type SourceKindName } from '@intake/contracts/sources'
import { createSource } from '@intake/leads/sources/create-source'
import { setUpSource } from '@intake/leads/sources/set-up-source'
import { Argument, type Command, InvalidArgumentError } from 'commander'
import { AdminError } from '../admin-error.ts'
import { describeSetUp, describeSubmission } from '../describe-source.ts'
import { readMapping } from '../import/read-mapping.ts'
import { parseSpan } from '../parse-span.ts'
import type { Session } from '../session.ts'
import {
  checkRequest,
  collect,
  mappingOf,
  parsePair,
  type SourceOptions,
  settingsOf,
  sourceKinds,
} from '../source-options.ts'
import { waitForSubmission } from '../wait-for-submission.ts'
import { withSources } from '../with-sources.ts'

interface Options extends SourceOptions {
  workspace: string
  address?: string
  wait: boolean
  waitFor: number
}

/** `source create <kind> [name]` */
export function addSourceCreate(parent: Command, session: Session): void {
  parent
    .command('create')
    .description('make an address that leads come in at, and show what to paste where')
    .addArgument(new Argument('<kind>', 'who sends').choices(sourceKinds))
    .argument('[name]', 'for people; the kind without it')
    .requiredOption('--workspace <slug>', 'workspace of the leads')
    .option(
      '--secret <name=value>',
      'a secret of the sender, repeatable; what can be made up is made',
      parsePair,
    )
    .option('--origin <origin>', 'origin of a page that may send, repeatable; for forms', collect)
    .option('--return-url <url>', 'where a visitor may be sent back to, repeatable; for forms', collect)
    .option('--setting <name=value>', 'any other setting of the kind, repeatable', parsePair)
    .option('--mapping <json>', 'fields of the lead by names of the sender, as JSON or a file')
    .option(
      '--address <url>',
      'where senders reach the gateways, such as https://leads.example.com',
      parseUrl,
    )
    .option('--wait', 'wait until something comes, and say what became of it', false)
    .option('--wait-for <span>', 'the longest wait, such as 90s or 10m', parseSpan, 600_000)
    .addHelpText(
      'after',
      `
Examples:
  $ npm run admin -- source create google-ads --workspace demo --wait
  $ npm run admin -- source create form Contact --workspace demo --origin https://shop.example \\
      --return-url https://shop.example/thanks --setting honeypot=website
  $ npm run admin -- source create meta Spring --workspace demo --secret appSecret=… --secret accessToken=…`,
    )
    .action(async (kind: SourceKindName, name: string | undefined, options: Options) => {
      const { workspace, secret = [], mapping, address, wait, waitFor } = options
      const { output } = session
      if (wait && output.json)
        throw new AdminError({
          code: 'usage',
          message: '--wait is for people; with --json ask “submission list”.',
        })
      const request = checkRequest(CreateSourceRequest, {
        kind,
        name: name ?? kind,
        secrets: Object.fromEntries(secret),
        settings: settingsOf(options),
        ...(mapping !== undefined && { mapping: mappingOf(readMapping(mapping)) }),
      })
      const made = await withSources(session, workspace, async (ctx, publicUrl) => {
        const { source, madeSecrets } = await createSource(ctx, request)
        return {
          ...(await setUpSource(ctx, { id: source.id, publicUrl: address ?? publicUrl })),
          madeSecrets,
        }
      })
      output.result(made, describeSetUp(made))
      if (!wait) return
      output.note('\nWaiting for the first lead …')
      const first = await waitForSubmission(session, { workspace, source: made.source.id, waitMs: waitFor })
      output.result(first, describeSubmission(first))
    })
}

function parseUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('Give an address such as https://leads.example.com.')
  return text
}
