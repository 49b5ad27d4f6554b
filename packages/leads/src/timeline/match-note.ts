import type { ActionLog } from '@intake/contracts/lead-answer'
import type { Db } from '@intake/database/create-database'
import type { ActionLogRow, FoundMatch } from '@intake/database/tables'
import { validate as isUuid } from 'uuid'
import { sharedWords } from '../matching/contact-keys.ts'
import { mostRecorded } from './describe-activity.ts'

type Note = Pick<ActionLogRow, 'type' | 'summary' | 'output'>

/** The leads that an entry of the matching job names by id, newest first; null for any other entry. */
function matchesOf({ type, summary, output }: Note): FoundMatch[] | null {
  if (type !== 'SYSTEM_NOTE' || summary !== null) return null
  const { matchingLeads } = (output ?? {}) as { matchingLeads?: unknown }
  // A client may write a note that looks like one.
  return Array.isArray(matchingLeads) && matchingLeads.every(isFound) ? matchingLeads : null
}

function isFound(match: Partial<FoundMatch> | null): match is FoundMatch {
  return isUuid(match?.leadId) && Array.isArray(match?.on)
}

/**
 * The names of the newest lead of each such entry of a lead, by id. They are read whenever an entry is shown: no entry holds another lead's
 * name, and a deleted lead's is told by none. A test lead matches none, so its entries name none, whatever a client wrote.
 */
export async function readMatchNames(
  db: Db,
  { workspaceId, leadId }: { workspaceId: string; leadId: string },
  notes: readonly Note[],
): Promise<ReadonlyMap<string, string>> {
  const ids = notes.flatMap((note) => matchesOf(note)?.[0]?.leadId ?? [])
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('leads')
    .select(['id', 'first_name', 'last_name'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('leads as own')
          .select('own.id')
          .where('own.workspace_id', '=', workspaceId)
          .where('own.id', '=', leadId)
          .where('own.is_test', '=', false),
      ),
    )
    .execute()
  return new Map(rows.map((row) => [row.id, [row.first_name, row.last_name].filter(Boolean).join(' ')]))
}

/** The leads that an entry names, as {@link presentMatches} made it. */
export function matchesNamedBy({ output }: Pick<ActionLog, 'output'>): string[] {
  const { matchingLeads } = (output ?? {}) as { matchingLeads?: unknown }
  if (!Array.isArray(matchingLeads)) return []
  return matchingLeads.map((match) => match?.leadId).filter(isUuid)
}

/** Summary and output of an entry of the matching job; null for any other entry. */
export function presentMatches(note: Note, names: ReadonlyMap<string, string>) {
  const found = matchesOf(note)
  const [newest] = found ?? []
  if (!found || !newest) return null
  const others = found.length - 1
  const more =
    others === 0
      ? ''
      : ` and ${others} ${found.length >= mostRecorded ? 'or more others' : others === 1 ? 'other' : 'others'}`
  const shared = sharedWords(found.flatMap(({ on }) => on))
  return {
    summary: `Possible duplicate of ${names.get(newest.leadId) || 'another lead'}${more}: same ${shared}`,
    output: {
      matchingLeadId: newest.leadId,
      matchedOn: newest.on,
      matchingLeads: found.map(({ leadId, on }) => ({ leadId, matchedOn: on })),
    },
  }
}
