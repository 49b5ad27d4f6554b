import { AppError } from '@intake/contracts/app-error'
import type { ChecklistTemplateFile } from '@intake/contracts/checklist'
import type { Db } from '@intake/database/create-database'
import { type ChecklistTemplate, readTemplate } from '../checklist/template.ts'

/** The template in force, in the form that `loadChecklistTemplate` takes. Throws `not_found` when there is none yet. */
export async function readChecklistTemplate(
  ctx: { db: Db },
  { workspaceId }: { workspaceId: string },
): Promise<{ revision: number; template: ChecklistTemplateFile }> {
  return ctx.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const workspace = await trx
        .selectFrom('workspaces')
        .select(['slug', 'template_revision'])
        .where('id', '=', workspaceId)
        .executeTakeFirstOrThrow()
      const template = toFile(await readTemplate(trx, workspaceId, workspace.template_revision))
      if (template.groups.length === 0)
        throw new AppError('not_found', `The workspace "${workspace.slug}" has no checklist template yet.`)
      return { revision: workspace.template_revision, template }
    })
}

/** A template as it is written in a file. */
export function toFile(template: ChecklistTemplate): ChecklistTemplateFile {
  return {
    groups: template.groups.map(({ group, items }) => ({
      name: group.name,
      conditions: group.conditions,
      items: items.map((item) => ({
        code: item.code,
        label: item.label,
        fieldType: item.field_type,
        isRequired: item.is_required,
        conditions: item.conditions,
        validationRules: item.validation_rules,
        agentInstructions: item.agent_instructions,
        clientInstructions: item.client_instructions,
        config: item.config as ChecklistTemplateFile['groups'][number]['items'][number]['config'],
      })),
    })),
  }
}
