import type { Db } from '@intake/database/create-database'
import { prepared } from '@intake/database/prepared'
import { sql } from 'kysely'
import { leadChecklist } from '../checklist/lead-checklist.ts'
import { requiredItems } from '../checklist/lead-status.ts'
import type { WorkspaceConfiguration } from '../configuration-cache.ts'
import { readChecklistValues, readOneOffItems } from '../read-checklist.ts'
import { type ActivityDescription, describeActivity } from './describe-activity.ts'
import type { Entry } from './read-entries.ts'

const noMatches = { phone: 0, email: 0, total: 0 }

/** Says of each entry what the call did and what was found out since, with the checklist and the recorded matches of now. */
export async function describeEntries(
  db: Db,
  workspace: WorkspaceConfiguration,
  entries: readonly Entry[],
): Promise<(ActivityDescription & { entry: Entry })[]> {
  const leadIds = entries.map((entry) => entry.id)
  const matched = entries.filter((entry) => entry.may_match).map((entry) => entry.id)
  const at = new Date()
  const [values, oneOffItems, matches] = await Promise.all([
    readChecklistValues(db, workspace.id, leadIds),
    readOneOffItems(db, workspace.id, leadIds),
    countMatches(db, workspace.id, matched),
  ])
  return entries.map((entry) => {
    const items = oneOffItems.filter((item) => item.lead_id === entry.id)
    const checklist = leadChecklist(entry.id, workspace.template, items, values.get(entry.id) ?? new Map())
    const { summary, output } = describeActivity({
      lead: entry,
      defaultRegion: workspace.defaultRegion,
      headline: entry.headline ?? 'Lead written',
      ...readInput(entry.input),
      matches: matches.get(entry.id) ?? noMatches,
      missing: requiredItems(checklist)
        .filter((item) => item.status === 'TODO' || item.status === 'INVALID')
        .map((item) => item.label),
      at,
    })
    return { entry, summary, output }
  })
}

/** What the call's own record says was set. */
function readInput(input: unknown): { fieldsSet: string[]; tagsSet: number; checklistItemsSet: number } {
  const record: Record<string, unknown> = typeof input === 'object' && input !== null ? { ...input } : {}
  const size = (value: unknown) => (Array.isArray(value) ? value.length : 0)
  const { lead } = record
  return {
    fieldsSet: typeof lead === 'object' && lead !== null ? Object.keys(lead).sort() : [],
    tagsSet: size(record.tags),
    checklistItemsSet: size(record.checklistItems),
  }
}

async function countMatches(db: Db, workspaceId: string, leadIds: readonly string[]) {
  if (leadIds.length === 0) return new Map<string, typeof noMatches>()
  const { rows } = await sql<{ lead_id: string } & typeof noMatches>`
    select lead_id, count(*)::int as total, (count(*) filter (where 'phone' = any(matched_on)))::int as phone,
      (count(*) filter (where 'email' = any(matched_on)))::int as email
    from lead_matches where workspace_id = ${workspaceId} and lead_id = any(${leadIds}::uuid[]) group by lead_id
    ${prepared('count-matches')}`.execute(db)
  return new Map(rows.map(({ lead_id, phone, email, total }) => [lead_id, { phone, email, total }]))
}
