import { readFileSync } from 'node:fs'
import { TestSourceRequest } from '@intake/contracts/sources'
import { testSource } from '@intake/leads/sources/test-source'
import type { Command } from 'commander'
import { AdminError } from '../admin-error.ts'
import { readMapping } from '../import/read-mapping.ts'
import type { Session } from '../session.ts'
import { checkRequest, mappingOf } from '../source-options.ts'
import { withSubmissions } from '../with-sources.ts'
import { parseId } from '../with-webhooks.ts'

interface Options {
  workspace: string
  type?: string
  mapping?: string
}

/** `source test <source> <file>` */
export function addSourceTest(parent: Command, session: Session): void {
  parent
    .command('test')
    .description('show what a body would become; nothing is stored')
    .argument('<source>', 'its id', parseId)
    .argument('<file>', 'a body as the sender posts it')
    .requiredOption('--workspace <slug>', 'its workspace')
    .option('--type <type>', 'content type of the body; JSON without it')
    .option('--mapping <json>', 'a mapping to try in place of the source’s, as JSON or a file')
    .action(async (id: string, file: string, { workspace, type, mapping }: Options) => {
      const request = checkRequest(TestSourceRequest, {
        body: readBody(file),
        ...(type !== undefined && { contentType: type }),
        ...(mapping !== undefined && { mapping: mappingOf(readMapping(mapping)) }),
      })
      const tested = await withSubmissions(session, workspace, (ctx) => testSource(ctx, id, request))
      const words = tested.entries.map(({ status, code, lead, errors }) =>
        [
          `${status}${code === null ? '' : ` (${code})`}`,
          ...errors.map(({ pointer, message, name }) => `  ${name ?? (pointer || '/')}: ${message}`),
          ...(lead === null ? [] : [JSON.stringify(lead, null, 2)]),
        ].join('\n'),
      )
      session.output.result(tested, words.join('\n\n'))
    })
}

/** The text of a file that is given. Throws an AdminError. */
export function readBody(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new AdminError({ code: 'no_file', message: `${file} can’t be read.` })
  }
}
