import type { ImportResult, ImportResultsQuery } from '@intake/contracts/imports'
import type { Db } from '@intake/database/create-database'
import { type Caller, requireScope } from '../workspace/caller.ts'
import { findImport } from './find-import.ts'

/** One may be megabytes. */
const chunksAtOnce = 2
const csvHeader = 'row,outcome,leadId,code,detail,existingLeadId\n'

/**
 * What became of each row so far, in the order of the file, a few hundred lines at a time: NDJSON, or CSV. Throws `forbidden` or
 * `not_found` before the first.
 */
export async function readImportResults(
  ctx: { db: Db; caller: Caller },
  id: string,
  { format = 'ndjson', outcome }: ImportResultsQuery,
): Promise<AsyncGenerator<string>> {
  requireScope(ctx.caller, 'leads:read')
  const { workspaceId } = ctx.caller
  await findImport(ctx.db, ctx.caller, id)
  const isWanted = (line: string) =>
    outcome === undefined || (JSON.parse(line) as ImportResult).outcome === outcome
  return (async function* () {
    if (format === 'csv') yield csvHeader
    for await (const results of chunksOf(ctx.db, workspaceId, id)) {
      const lines = results.split('\n').filter((line) => line !== '' && isWanted(line))
      yield lines
        .map((line) => (format === 'csv' ? toCsv(JSON.parse(line) as ImportResult) : `${line}\n`))
        .join('')
    }
  })()
}

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
  const cells =
    result.outcome === 'refused'
      ? [result.row, result.outcome, '', result.code, result.detail, result.existingLeadId]
      : [result.row, result.outcome, result.leadId, '', '', '']
  return `${cells.map((cell) => quote(String(cell ?? ''))).join()}\n`
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
