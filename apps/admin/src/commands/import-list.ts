import { ListImportsQuery } from '@intake/contracts/imports'
import { listImports } from '@intake/leads/imports/list-imports'
import { type Command, Option } from 'commander'
import { table } from '../output.ts'
import type { Session } from '../session.ts'
import { checkRequest } from '../source-options.ts'
import { withWorkspace } from '../with-workspace.ts'

const shown = 100

/** `import list`: the workspace is an option of `import` itself. */
export function addImportList(parent: Command, session: Session): void {
  const { status } = ListImportsQuery.shape
  parent
    .command('list')
    .usage('--workspace <slug> [options]')
    .description(`list the newest ${shown} imports of a workspace`)
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: sharedOptions })
    .addOption(new Option('--status <status>', 'those only').choices(status.unwrap().options))
    .action(async (options: { status?: string }, command: Command) => {
      const { workspace } = command.optsWithGlobals<{ workspace: string }>()
      const query = checkRequest(ListImportsQuery, { ...options, limit: shown })
      const { imports } = await withWorkspace(session, workspace, ['leads:read'], (ctx) =>
        listImports(ctx, query),
      )
      const rows = imports.map(({ id, createdAt, status, filename, rows, error }) => ({
        ...{ id, created: createdAt, status, file: filename, read: rows.read },
        ...{ made: rows.created, merged: rows.merged, refused: rows.refused, why: error },
      }))
      const none = `The workspace ${workspace} has none.`
      session.output.result(imports, rows.length > 0 ? table(rows) : none)
    })
}

/** Those of `import <file>` say nothing here. */
function sharedOptions(command: Command): Option[] {
  const all = command.parent ? [...command.parent.options, ...(command.parent.parent?.options ?? [])] : []
  return all.filter(({ long }) => long === '--workspace' || long === '--json')
}
