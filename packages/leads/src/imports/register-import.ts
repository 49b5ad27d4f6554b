import { AppError } from '@intake/contracts/app-error'
import type { DuplicatePolicy } from '@intake/contracts/duplicate-policy'
import type { CreateImportQuery } from '@intake/contracts/imports'
import type { Db } from '@intake/database/create-database'
import type { Acting } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { newId } from '../ids/new-id.ts'
import type { ConfigurationCache } from '../workspace/configuration-cache.ts'
import { readCsvBeginning } from './read-csv-beginning.ts'
import { refuseBinary } from './refuse-binary.ts'

export interface LocalFile {
  workspaceId: string
  format: 'csv' | 'ndjson'
  /** As much of it as a header may take. */
  beginning: Buffer
  size: number
  sha256: Buffer
  isTest: boolean
  options: CreateImportQuery
  duplicatePolicy: DuplicatePolicy | undefined
}

/** Makes an import of a file that stays with its caller, who alone reads it. Answers its id. Throws `invalid_request`. */
export async function registerImport(
  ctx: { db: Db; configuration: ConfigurationCache } & Acting,
  { workspaceId, format, beginning, size, sha256, isTest, options, duplicatePolicy }: LocalFile,
): Promise<string> {
  const workspace = await ctx.configuration.workspace(workspaceId)
  if (!workspace) throw new AppError('not_found', 'There is no such workspace.')
  const isCsv = format === 'csv'
  if (!isCsv) refuseBinary(beginning)
  const { csv, start, line } = isCsv
    ? readCsvBeginning(beginning, options, workspace)
    : { csv: null, start: 0, line: 1 }
  const id = newId()
  await ctx.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('imports')
      .values({
        workspace_id: workspaceId,
        id,
        status: 'RECEIVED',
        format,
        filename: options.filename ?? null,
        is_test: isTest,
        duplicate_policy: duplicatePolicy ?? null,
        csv: csv && JSON.stringify(csv),
        runner: 'admin',
        has_file: false,
        size,
        sha256,
        byte_offset: start,
        next_line: line,
      })
      .execute()
    await recordAudit(
      { ...ctx, db: trx },
      { workspaceId, action: 'import.created', subject: { type: 'import', id }, details: { format, isTest } },
    )
  })
  return id
}
