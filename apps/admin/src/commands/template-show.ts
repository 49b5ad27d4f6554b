import type { ChecklistTemplateFile } from '@intake/contracts/checklist'
import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { readChecklistTemplate } from '@intake/leads/admin/read-checklist-template'
import type { Command } from 'commander'
import { stringify } from 'yaml'
import type { Session } from '../session.ts'

/** `template show <workspace>` */
export function addTemplateShow(parent: Command, { output, withDatabase }: Session): void {
  parent
    .command('show')
    .description('print the checklist template in force, as YAML that "template load" takes')
    .argument('<workspace>', 'slug of the workspace')
    .addHelpText('after', '\nExample:\n  $ npm run --silent admin -- template show acme > checklist.yaml')
    .action(async (slug: string) => {
      const { revision, template } = await withDatabase(async (ctx) => {
        const { id: workspaceId } = await findWorkspace(ctx, slug)
        return readChecklistTemplate(ctx, { workspaceId })
      })
      output.result(
        { workspace: slug, revision, ...template },
        `# Checklist template of ${slug}, revision ${revision}\n${stringify(brief(template), { lineWidth: 0 })}`,
      )
    })
}

/** Without the members that are null: absent ones read as that. A null within `config` stays. */
function brief({ groups }: ChecklistTemplateFile): object {
  return {
    groups: groups.map(({ items, ...group }) => ({
      ...withoutNulls(group),
      items: items.map(withoutNulls),
    })),
  }
}

function withoutNulls(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null))
}
