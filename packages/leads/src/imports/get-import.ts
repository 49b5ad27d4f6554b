import type { ImportAnswer } from '@intake/contracts/imports'
import type { Db } from '@intake/database/create-database'
import { type Caller, requireScope } from '../workspace/caller.ts'
import { findImport } from './find-import.ts'
import { presentImport } from './present-import.ts'

/** An import as it is now. Throws `forbidden` or `not_found`. */
export async function getImport(ctx: { db: Db; caller: Caller }, id: string): Promise<ImportAnswer> {
  requireScope(ctx.caller, 'leads:read')
  return { import: presentImport(await findImport(ctx.db, ctx.caller, id)) }
}
