import type { Db } from '@intake/database/create-database'
import type { ChecklistItemRow, Tables } from '@intake/database/tables'
import type { Selectable } from 'kysely'

export type ChecklistGroupRow = Selectable<Tables['checklist_groups']>

/** A workspace's checklist at one revision, ready for look-up. */
export interface ChecklistTemplate {
  revision: number
  groups: { group: ChecklistGroupRow; items: ChecklistItemRow[] }[]
  itemByCode: ReadonlyMap<string, ChecklistItemRow>
}

/** Reads the items in force, in the order of the template. */
export async function readTemplate(
  db: Db,
  workspaceId: string,
  revision: number,
): Promise<ChecklistTemplate> {
  const groups = await db
    .selectFrom('checklist_groups')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('retired_at', 'is', null)
    .orderBy('position')
    .execute()
  const items = await db
    .selectFrom('checklist_items')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', 'is', null)
    .where('retired_at', 'is', null)
    .orderBy('position')
    .execute()
  return buildTemplate(revision, groups, items)
}

/** Groups the items; both come in their order. */
export function buildTemplate(
  revision: number,
  groups: ChecklistGroupRow[],
  items: ChecklistItemRow[],
): ChecklistTemplate {
  return {
    revision,
    groups: groups.map((group) => ({ group, items: items.filter((item) => item.group_id === group.id) })),
    itemByCode: new Map(items.map((item) => [item.code, item])),
  }
}

/** Whether a workspace's template is still the one that a call was prepared for. */
export async function isTemplateInForce(trx: Db, workspaceId: string, revision: number): Promise<boolean> {
  const row = await trx
    .selectFrom('workspaces')
    .select('template_revision')
    .where('id', '=', workspaceId)
    .executeTakeFirst()
  return row?.template_revision === revision
}
