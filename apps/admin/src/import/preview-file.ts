import { createReadStream } from 'node:fs'
import type { CreateImportQuery, ImportPreview, RowNote } from '@intake/contracts/imports'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { operatorCaller } from '@intake/leads/admin/operator-caller'
import { previewImport } from '@intake/leads/imports/preview-import'
import { createConfigurationCache } from '@intake/leads/workspace/configuration-cache'
import { AdminError } from '../admin-error.ts'
import { table } from '../output.ts'
import type { Session } from '../session.ts'

export interface FileToPreview {
  workspace: string
  format: 'csv' | 'ndjson'
  query: CreateImportQuery
}

/** What an import of a file that lies here would make of its beginning. */
export async function previewFile(
  session: Session,
  path: string,
  { workspace, format, query }: FileToPreview,
): Promise<ImportPreview> {
  return session.withDatabase(async (database) => {
    const { id: workspaceId } = await findWorkspace(database, workspace)
    const configuration = createConfigurationCache(database)
    try {
      const caller = operatorCaller(workspaceId, { scopes: ['leads:write'] })
      const file = { format, body: linesOf(path), options: query }
      return (await previewImport({ configuration, caller }, file)).preview
    } finally {
      configuration.close()
    }
  })
}

async function* linesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path)
  } catch {
    throw new AdminError({ code: 'no_file', message: `${path} can’t be read.` })
  }
}

const maxShown = 20

/** A preview for people: columns, counts, and what would be refused or warned of. */
export function describePreview({
  columns,
  rows,
  rowsLookedAt,
  complete,
  refused,
  warned,
}: ImportPreview): string {
  const shown = columns?.map(({ name, field, samples }) => ({
    column: name || '(no name)',
    becomes: field,
    values: samples.join(' | '),
  }))
  const looked = `${rowsLookedAt} rows looked at${complete ? '' : ', and there are more'}: ${rows.accepted} accepted, ${rows.refused} refused, ${rows.warned} with a warning, ${rows.unreadPhones} phones not read.`
  const notes = [
    ...refused.map(({ line, detail, errors }) => sayLine(line, 'refused', errors ?? [{ message: detail }])),
    ...warned.map(({ line, warnings }) => sayLine(line, 'warning', warnings)),
  ]
  return [
    ...(shown ? [table(shown), ''] : []),
    looked,
    ...notes.slice(0, maxShown),
    'Nothing was stored.',
  ].join('\n')
}

function sayLine(
  line: number | undefined,
  what: string,
  notes: readonly Pick<RowNote, 'message' | 'column'>[],
): string {
  const said = notes.map(({ message, column }) => (column ? `${column}: ${message}` : message)).join('; ')
  return `line ${line ?? '?'}, ${what}: ${said}`
}
