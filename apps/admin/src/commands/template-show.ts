import { findWorkspace } from '@intake/leads/admin/find-workspace'
import { readChecklistTemplate } from '@intake/leads/admin/read-checklist-template'
import { writeTemplateText } from '@intake/leads/checklist/write-template-text'
import type { Command } from 'commander'
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
        `# Checklist template of ${slug}, revision ${revision}\n${writeTemplateText(template)}`,
      )
    })
}
