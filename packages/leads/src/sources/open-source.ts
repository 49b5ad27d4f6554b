import type { Db } from '@intake/database/create-database'
import type { SourceRow } from '@intake/database/tables'
import type { Sealer } from '../sealing/sealer.ts'
import type { OpenSource } from './source-kind.ts'

/** Where a source's secrets belong: sealed for one source, they open for no other. */
export const secretsContext = (sourceId: string) => `source:${sourceId}`

/** Sources that are open, by their rows: rows of the configuration's cache are asked for with each submission. */
const opened = new WeakMap<SourceRow, OpenSource>()

/** A source with its secrets opened; of one row always the same. Throws `UnknownSealError`. */
export function openSource(row: SourceRow, sealer: Sealer): OpenSource {
  const known = opened.get(row)
  if (known) return known
  const source = open(row, sealer)
  opened.set(row, source)
  return source
}

function open(row: SourceRow, sealer: Sealer): OpenSource {
  const secrets = row.secrets === null ? '{}' : sealer.open(row.secrets, secretsContext(row.id))
  return {
    workspaceId: row.workspace_id,
    id: row.id,
    kind: row.kind,
    name: row.name,
    token: row.token,
    secrets: JSON.parse(secrets),
    settings: row.settings,
    mapping: row.mapping,
    defaults: row.defaults,
    duplicatePolicy: row.duplicate_policy,
    isPaused: row.paused_at !== null,
  }
}

/** A source that isn't deleted; null without one. */
export async function findSourceRow(db: Db, workspaceId: string, id: string): Promise<SourceRow | null> {
  const row = await db
    .selectFrom('sources')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row ?? null
}
