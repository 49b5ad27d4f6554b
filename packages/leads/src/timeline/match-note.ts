import type { Db } from '@intake/database/create-database'
import type { ActionLogRow, FoundMatch } from '@intake/database/tables'
import { sharedWords } from '../matching/contact-keys.ts'
import { mostRecorded } from './describe-activity.ts'

type Note = Pick<ActionLogRow, 'type' | 'summary' | 'output'>

/** The leads that an entry of the matching job names by id, newest first; null for any other entry. */
function matchesOf({ type, summary, output }: Note): FoundMatch[] | null {
  if (type !== 'SYSTEM_NOTE' || summary !== null) return null
  const { matchingLeads } = (output ?? {}) as { matchingLeads?: FoundMatch[] }
  return matchingLeads ?? null
}

/** The names of the newest lead of each such entry, by id. They are read whenever an entry is shown: no entry holds another lead's name. */
export async function readMatchNames(
  db: Db,
  workspaceId: string,
  notes: readonly Note[],
): Promise<ReadonlyMap<string, string>> {
  const ids = notes.flatMap((note) => matchesOf(note)?.[0]?.leadId ?? [])
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('leads')
    .select(['id', 'first_name', 'last_name'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map((row) => [row.id, [row.first_name, row.last_name].filter(Boolean).join(' ')]))
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
