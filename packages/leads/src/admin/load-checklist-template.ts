import { isDeepStrictEqual } from 'node:util'
import type { ChecklistTemplateFile } from '@intake/contracts/checklist'
import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'
import { v7 as uuidV7 } from 'uuid'
import type { Acting } from '../audit/actor.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { checkTemplate } from '../checklist/check-template.ts'
import { readTemplate } from '../checklist/template.ts'
import { raiseRevision } from '../workspace/raise-revision.ts'
import { toFile } from './read-checklist-template.ts'

/**
 * Puts a checklist template in force. An item keeps its id as long as its code stays, so leads keep their values; what
 * the new template leaves out is retired. A template equal to the one in force changes nothing. Throws
 * `invalid_request` with every fault of the template.
 */
export async function loadChecklistTemplate(
  ctx: { db: Db } & Acting,
  { workspaceId, template }: { workspaceId: string; template: unknown },
): Promise<{ revision: number; changed: boolean }> {
  const file = checkTemplate(template)
  return ctx.db.transaction().execute(async (trx) => {
    const workspace = await trx
      .selectFrom('workspaces')
      .select('template_revision')
      .where('id', '=', workspaceId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    const current = await readTemplate(trx, workspaceId, workspace.template_revision)
    if (isDeepStrictEqual(toFile(current), file)) return { revision: current.revision, changed: false }
    await replace(trx, workspaceId, file)
    const revision = current.revision + 1
    await trx
      .updateTable('workspaces')
      .set({ template_revision: revision })
      .where('id', '=', workspaceId)
      .execute()
    await raiseRevision(trx)
    const subject = { type: 'workspace', id: workspaceId } as const
    await recordAudit(
      { ...ctx, db: trx },
      { workspaceId, action: 'template.loaded', subject, details: { revision } },
    )
    return { revision, changed: true }
  })
}

async function replace(trx: Db, workspaceId: string, file: ChecklistTemplateFile): Promise<void> {
  const inTemplate = await trx
    .selectFrom('checklist_items')
    .select(['id', 'code'])
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', 'is', null)
    // An item in force comes last and so wins over a retired one with the same code.
    .orderBy(sql`retired_at is null`)
    .orderBy('retired_at')
    .execute()
  const idByCode = new Map(inTemplate.map((item) => [item.code, item.id]))
  const now = new Date()
  await trx
    .updateTable('checklist_items')
    .set({ retired_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('lead_id', 'is', null)
    .where('retired_at', 'is', null)
    .execute()
  await trx
    .updateTable('checklist_groups')
    .set({ retired_at: now })
    .where('workspace_id', '=', workspaceId)
    .where('retired_at', 'is', null)
    .execute()
  let position = 0
  for (const [groupPosition, group] of file.groups.entries()) {
    const groupId = await putGroup(trx, workspaceId, group, groupPosition)
    for (const item of group.items)
      await putItem(trx, workspaceId, groupId, idByCode.get(item.code), item, position++)
  }
}

async function putGroup(
  trx: Db,
  workspaceId: string,
  group: ChecklistTemplateFile['groups'][number],
  position: number,
): Promise<string> {
  const values = { position, conditions: toJson(group.conditions), retired_at: null }
  const known = await trx
    .selectFrom('checklist_groups')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', group.name)
    .where('retired_at', 'is not', null)
    .orderBy('retired_at', 'desc')
    .executeTakeFirst()
  if (known) {
    await trx
      .updateTable('checklist_groups')
      .set(values)
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', known.id)
      .execute()
    return known.id
  }
  const id = uuidV7()
  await trx
    .insertInto('checklist_groups')
    .values({ workspace_id: workspaceId, id, name: group.name, ...values })
    .execute()
  return id
}

async function putItem(
  trx: Db,
  workspaceId: string,
  groupId: string,
  knownId: string | undefined,
  item: ChecklistTemplateFile['groups'][number]['items'][number],
  position: number,
): Promise<void> {
  const values = {
    group_id: groupId,
    lead_id: null,
    code: item.code,
    label: item.label,
    field_type: item.fieldType,
    is_required: item.isRequired,
    conditions: toJson(item.conditions),
    validation_rules: toJson(item.validationRules),
    agent_instructions: item.agentInstructions,
    client_instructions: item.clientInstructions,
    config: toJson(item.config),
    position,
    retired_at: null,
  }
  if (knownId)
    await trx
      .updateTable('checklist_items')
      .set(values)
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', knownId)
      .execute()
  else
    await trx
      .insertInto('checklist_items')
      .values({ workspace_id: workspaceId, id: uuidV7(), ...values })
      .execute()
}

function toJson(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value)
}
