import type { ChecklistTemplateFile } from '@intake/contracts/checklist'
import { stringify } from 'yaml'

/** A template as YAML, which `parseTemplateText` reads as the same. */
export function writeTemplateText(template: ChecklistTemplateFile): string {
  return stringify(brief(template), { lineWidth: 0 })
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
