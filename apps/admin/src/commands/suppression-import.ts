import { type Command, Option } from 'commander'
import { AdminError } from '../admin-error.ts'
import type { Session } from '../session.ts'
import { importSuppressions } from '../suppression/import-suppressions.ts'
import { parseChannels } from '../suppression/suppression-words.ts'

interface Options {
  workspace: string
  channels?: string[]
  reason?: string
  format?: 'csv' | 'ndjson'
  delimiter?: string
}

/** `suppression import <file>` */
export function addSuppressionImport(parent: Command, session: Session): void {
  parent
    .command('import')
    .description('suppress every number, address and domain of a list; it may be run again')
    .argument('<file>', 'CSV, or NDJSON: one entry a line')
    .requiredOption('--workspace <slug>', 'the workspace')
    .option('--channels <list>', 'of rows that say none: any, or some of call,sms,email', parseChannels)
    .option('--reason <text>', 'of rows that say none; “listed” without it')
    .addOption(
      new Option('--format <format>', 'by the name of the file without it').choices(['csv', 'ndjson']),
    )
    .option('--delimiter <character>', 'what parts columns, or “tab”; found out without it')
    .addHelpText(
      'after',
      `
Columns: phone, email, domain or contact (any of the three); channel, reason, expires. A CSV without a header has
contacts in its first column. Rows that can't be read are named, and the others are taken.

Examples:
  $ npm run admin -- suppression import register.csv --workspace acme --channels call,sms --reason "national register"
  $ echo '{"phone": "(678) 231-9992", "channel": "sms"}' > list.ndjson && npm run admin -- suppression import list.ndjson --workspace acme`,
    )
    .action(async (file: string, { workspace, ...options }: Options) => {
      const sum = await importSuppressions(session, file, { workspace, ...options })
      const count = (number: number) => number.toLocaleString('en-US')
      const words = `${count(sum.read)} rows: ${count(sum.taken)} suppressed in ${workspace}, ${count(sum.refused)} refused.`
      if (sum.refused > 0) throw new AdminError({ code: 'rows_refused', message: words, errors: sum.faults })
      session.output.result({ workspace, rows: sum.read, suppressed: sum.taken }, words)
    })
}
