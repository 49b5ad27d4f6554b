import { DuplicatePolicy } from '@intake/contracts/duplicate-policy'
import { CreateImportQuery, type Import } from '@intake/contracts/imports'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { AdminError } from '../admin-error.ts'
import { importFile } from '../import/import-file.ts'
import { describePreview, previewFile } from '../import/preview-file.ts'
import { readMapping } from '../import/read-mapping.ts'
import type { Session } from '../session.ts'
import { addImportList } from './import-list.ts'

interface Options {
  workspace: string
  mapping?: string
  delimiter?: string
  encoding?: string
  duplicates?: DuplicatePolicy
  format?: 'csv' | 'ndjson'
  test: boolean
  preview: boolean
  results?: string
  resume?: string
}

/** `import list`, and `import <file>`: the file is read here, row by row, and need not fit in memory. */
export function addImport(parent: Command, session: Session): void {
  const command = parent
    .command('import')
    .description('take the leads of a CSV or NDJSON file in')
    .argument('<file>', 'CSV with a header, or NDJSON: one body of a create a line')
    .requiredOption('--workspace <slug>', 'slug of the workspace')
    .option('--mapping <json>', 'what columns become, as JSON or a file of it: {"Company": "businessName"}')
    .option('--delimiter <character>', 'what parts columns, or "tab"; found out without it')
    .option('--encoding <name>', 'utf-8, utf-16le, utf-16be or windows-1252; found out without it')
    .addOption(
      new Option(
        '--duplicates <policy>',
        'what happens to leads that are there; else the workspace’s policy',
      ).choices(DuplicatePolicy.options),
    )
    .addOption(
      new Option('--format <format>', 'by the name of the file without it').choices(['csv', 'ndjson']),
    )
    .option('--test', 'make test leads', false)
    .option('--preview', 'say what the first 1,000 rows would become, and store nothing', false)
    .option('--results <file>', 'write what became of each row, as CSV')
    .option('--resume <id>', 'go on with an import that was stopped', parseId)
    .addHelpText(
      'after',
      `
Ctrl-C stops it in order; --resume goes on, without a row twice. docs/imports.md says more.

Examples:
  $ npm run admin -- import leads.csv --workspace acme --preview
  $ npm run admin -- import leads.csv --workspace acme
  $ npm run admin -- import leads.csv --workspace acme --mapping '{"Firma": "businessName"}' --results results.csv`,
    )
    .action(async (file: string, options: Options) => {
      if (options.preview) {
        const preview = await previewFile(session, file, {
          workspace: options.workspace,
          format: formatOf(file, options),
          query: parseQuery(file, options),
        })
        session.output.result(preview, describePreview(preview))
        return
      }
      const { imported, hasEnded } = await importFile(session, file, {
        workspace: options.workspace,
        format: formatOf(file, options),
        isTest: options.test,
        duplicatePolicy: options.duplicates,
        results: options.results,
        resume: options.resume,
        query: parseQuery(file, options),
      })
      const summary = describe(imported)
      if (!hasEnded)
        throw new AdminError({
          code: 'interrupted',
          message: `Stopped. ${summary}\nGo on with: npm run admin -- import ${file} --workspace ${options.workspace} --resume ${imported.id}`,
        })
      if (imported.status !== 'COMPLETED')
        throw new AdminError({
          code: imported.status.toLowerCase(),
          message: `${imported.error ?? 'Cancelled.'} ${summary}`,
        })
      session.output.result(imported, summary)
    })
  addImportList(command, session)
}

function formatOf(file: string, { format }: Options): 'csv' | 'ndjson' {
  return format ?? (/\.(ndjson|jsonl)$/i.test(file) ? 'ndjson' : 'csv')
}

function parseQuery(file: string, { mapping, delimiter, encoding }: Options): CreateImportQuery {
  const filename = file.split(/[\\/]/).at(-1)?.slice(-255)
  const parsed = CreateImportQuery.safeParse({
    filename,
    ...(mapping === undefined ? {} : { mapping: readMapping(mapping) }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(encoding === undefined ? {} : { encoding }),
  })
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map(({ path, message }) => ({ place: `--${path.join('.')}`, message }))
  throw new AdminError({ code: 'usage', message: 'These options are wrong.', errors })
}

function parseId(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    throw new InvalidArgumentError('An id is a UUID.')
  return text.toLowerCase()
}

function describe({ rows }: Import): string {
  const count = (number: number) => number.toLocaleString('en-US')
  return `${count(rows.read)} rows: ${count(rows.created)} created, ${count(rows.merged)} merged, ${count(rows.refused)} refused.`
}
