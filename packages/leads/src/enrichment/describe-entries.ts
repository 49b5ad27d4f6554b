import { leadChecklist } from '../checklist/lead-checklist.ts'
import { requiredItems } from '../checklist/lead-status.ts'
import type { WorkspaceConfiguration } from '../workspace/configuration-cache.ts'
import { type ActivityDescription, describeActivity } from './describe-activity.ts'
import type { Entry } from './read-entries.ts'
import type { MatchCounts } from './record-matches.ts'

export type DescribedEntry = ActivityDescription & { entry: Entry }

const noMatches: MatchCounts = { phone: 0, email: 0, total: 0 }

/** Says of each entry what the call did and what was found out since. Pure. */
export function describeEntries(
  workspace: WorkspaceConfiguration,
  entries: readonly Entry[],
  matches: ReadonlyMap<string, MatchCounts>,
  at: Date,
): DescribedEntry[] {
  return entries.map((entry) => {
    const checklist = leadChecklist(entry.id, workspace.template, entry.oneOffItems, entry.values)
    const { summary, output } = describeActivity({
      lead: entry,
      defaultRegion: workspace.defaultRegion,
      headline: entry.headline ?? 'Lead written',
      fieldsSet: entry.fields_set?.sort() ?? [],
      tagsSet: entry.tags_set,
      checklistItemsSet: entry.items_set,
      matches: matches.get(entry.id) ?? noMatches,
      missing: requiredItems(checklist)
        .filter((item) => item.status === 'TODO' || item.status === 'INVALID')
        .map((item) => item.label),
      at,
    })
    return { entry, summary, output }
  })
}
