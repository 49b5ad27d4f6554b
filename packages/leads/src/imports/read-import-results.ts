import { invalidRequest } from '@intake/contracts/app-error'
import type { ImportResult, ImportResultsQuery } from '@intake/contracts/imports'
import type { Db } from '@intake/database/create-database'
import { type Caller, requireScope } from '../workspace/caller.ts'
import { csvLine } from './csv-line.ts'
import { findImport } from './find-import.ts'
import { mendColumns } from './map-columns.ts'

/** One may be megabytes. */
const chunksAtOnce = 2
const csvHeader = 'row,line,outcome,leadId,code,column,value,detail,existingLeadId,warnings\n'

/**
 * What became of each row so far, in the order of the file, a few hundred lines at a time: NDJSON, or CSV. As `mend`,
 * the refused rows of a CSV come as they stood in it, to be sent again. Throws `forbidden`, `not_found` or `invalid_request` before the first.
 */
export async function readImportResults(
  ctx: { db: Db; caller: Caller },
  id: string,
  { format = 'ndjson', outcome }: ImportResultsQuery,
): Promise<AsyncGenerator<string>> {
  requireScope(ctx.caller, 'leads:read')
  const { workspaceId } = ctx.caller
  const { csv } = await findImport(ctx.db, ctx.caller, id)
  if (format === 'mend' && !csv) throw invalidRequest([{ ...notCsv, pointer: '/format' }])
  const wanted = format === 'mend' ? 'refused' : outcome
  const isWanted = (line: string) =>
    wanted === undefined || (JSON.parse(line) as ImportResult).outcome === wanted
  const show: Record<typeof format, (line: string) => string> = {
    ndjson: (line) => `${line}\n`,
    csv: (line) => toCsv(JSON.parse(line) as ImportResult),
    mend: (line) => toMend(JSON.parse(line) as ImportResult),
  }
  return (async function* () {
    if (format === 'csv') yield csvHeader
    if (format === 'mend')
      yield `\u{feff}${csvLine([...mendColumns, ...(csv?.columns ?? []).map(({ name }) => name)])}`
    for await (const results of chunksOf(ctx.db, workspaceId, id))
      yield results
        .split('\n')
        .filter((line) => line !== '' && isWanted(line))
        .map(show[format])
        .join('')
  })()
}

const notCsv = { code: 'invalid_value', message: 'the import is no CSV, whose rows alone can be mended so' }

async function* chunksOf(db: Db, workspaceId: string, id: string): AsyncGenerator<string> {
  for (let after = -1; ; ) {
    const chunks = await db
      .selectFrom('import_chunks')
      .select(['number', 'results'])
      .where('workspace_id', '=', workspaceId)
      .where('import_id', '=', id)
      .where('number', '>', after)
      .orderBy('number')
      .limit(chunksAtOnce)
      .execute()
    for (const { results } of chunks) yield results
    if (chunks.length < chunksAtOnce) return
    after = chunks.at(-1)?.number ?? after
  }
}

function toCsv(result: ImportResult): string {
  // Results of earlier versions have no warnings.
  const { row, line, outcome, warnings = [] } = result
  const noted = warnings.map(({ message, column }) => (column ? `${column}: ${message}` : message)).join('; ')
  if (result.outcome !== 'refused')
    return csvLine([row, line, outcome, result.leadId, '', '', '', '', '', noted])
  const { code, detail, errors, existingLeadId } = result
  const [fault] = errors ?? []
  return csvLine([row, line, outcome, '', code, fault?.column, fault?.value, detail, existingLeadId, noted])
}

/** A refused row as it stood in the file, behind where and why. A row that couldn't be read has no values. */
function toMend(result: ImportResult): string {
  if (result.outcome !== 'refused') return ''
  const { line, detail, errors = [], values = [] } = result
  const reasons = errors.map(({ message, column }) => (column ? `${column}: ${message}` : message))
  return csvLine([line, reasons.join('; ') || detail, ...values])
}
