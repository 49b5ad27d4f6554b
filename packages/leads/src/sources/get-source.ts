import type { ListSourcesAnswer, SourceAnswer } from '@intake/contracts/sources'
import type { SourceRow } from '@intake/database/tables'
import { findSource, type SourceContext } from './manage-sources.ts'
import { openSource } from './open-source.ts'
import { inboundPath, presentSource } from './present-source.ts'
import { kindOf } from './source-kinds.ts'

/** A source, and what to do at its sender's side. Throws `not_found`. */
export async function getSource(ctx: SourceContext, id: string): Promise<SourceAnswer> {
  return answerSource(ctx, await findSource(ctx, id))
}

/** The same of a row. Secrets stand in no step: they are told once, when they are made. */
export function answerSource({ sealer }: Pick<SourceContext, 'sealer'>, row: SourceRow): SourceAnswer {
  const source = { ...openSource(row, sealer), secrets: {} }
  return { source: presentSource(row, sealer), setUp: kindOf(row).setUp(source, inboundPath(row.token)) }
}

/** All sources of the workspace, oldest first. */
export async function listSources({ db, sealer, workspaceId }: SourceContext): Promise<ListSourcesAnswer> {
  const rows = await db
    .selectFrom('sources')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute()
  return { sources: rows.map((row) => presentSource(row, sealer)) }
}
