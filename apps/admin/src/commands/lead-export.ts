import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { exportLead } from '@intake/leads/lead/export-lead'
import type { Command } from 'commander'
import { AdminError } from '../admin-error.ts'
import type { Session } from '../session.ts'
import { parseId } from '../with-webhooks.ts'
import { withWorkspace } from '../with-workspace.ts'

interface Options {
  workspace: string
  file?: string
}

/** `lead export <lead>` */
export function addLeadExport(parent: Command, session: Session): void {
  const { output } = session
  parent
    .command('export')
    .description('write all that is kept of a person, as one JSON document')
    .argument('<lead>', 'id of the lead', parseId)
    .requiredOption('--workspace <slug>', 'its workspace')
    .option('--file <file>', 'a new file to write to, which only you can read; without it the output')
    .addHelpText(
      'after',
      '\nExample:\n  $ npm run admin -- lead export 0198c0de-… --workspace acme --file rosa.json',
    )
    .action(async (leadId: string, { workspace, file }: Options) => {
      await withWorkspace(session, workspace, ['leads:read', 'privacy:manage'], async (ctx) => {
        const pieces = await exportLead(ctx, leadId)
        if (file === undefined) for await (const piece of pieces) output.piece(piece)
        else await write(file, pieces)
      })
      if (file === undefined) output.piece('\n')
      else output.result({ leadId, workspace, file }, `All that ${workspace} keeps is in ${file}.`)
    })
}

async function write(file: string, pieces: AsyncIterable<string>): Promise<void> {
  await pipeline(Readable.from(pieces), createWriteStream(file, { flags: 'wx', mode: 0o600 })).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.syscall !== 'open') throw error
      const reason = error.code === 'EEXIST' ? 'it is there already' : (error.code ?? error.message)
      throw new AdminError({ code: 'unwritable_file', message: `${file} can’t be written: ${reason}.` })
    },
  )
}
