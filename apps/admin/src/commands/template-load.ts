import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { loadChecklistTemplate } from '@intake/leads/admin/load-checklist-template'
import type { Command } from 'commander'
import { readTemplateFile } from '../read-template-file.ts'
import type { Session } from '../session.ts'

/** `template load <workspace> <file>` */
export function addTemplateLoad(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('load')
    .description('put a checklist template in force, or say everything that is wrong with it')
    .argument('<workspace>', 'slug of the workspace')
    .argument('<file>', 'YAML, as described in docs/checklist-templates.md')
    .addHelpText('after', '\nExample:\n  $ npm run admin -- template load acme checklist.yaml')
    .action(async (slug: string, file: string) => {
      const template = await readTemplateFile(file)
      const { revision, changed } = await withDatabase(async (ctx) => {
        const { id: workspaceId } = await findWorkspace(ctx, slug)
        return loadChecklistTemplate(ctx, { workspaceId, template })
      })
      const groups = template.groups.length
      const items = template.groups.flatMap((group) => group.items).length
      output.result(
        { workspace: slug, revision, changed, groups, items },
        changed
          ? `The checklist of ${slug} is at revision ${revision}: ${count(items, 'item')} in ${count(groups, 'group')}.`
          : `The checklist of ${slug} is the same already, at revision ${revision}. Nothing was changed.`,
      )
    })
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
