import type { Db } from '@intake/database/create-database'
import { runPrepared } from '@intake/database/prepared'
import type { MatchSubject } from '../../matching/contact-keys.ts'
import { matchingIdsText } from '../../matching/find-matches.ts'

/** Ids of the leads that leads of a batch match, newest first, by their index in it; leads without any are left out. */
export type MatchIds = ReadonlyMap<number, string[]>

export interface LookedUp {
  /** The database's time, whole milliseconds. */
  at: Date
  matchIds: MatchIds
  /** First-seen spellings, by tag id, of those of the wanted tags that exist. */
  spellings: ReadonlyMap<string, string>
}

export interface Wanted {
  contacts: readonly MatchSubject[]
  tags: readonly { workspaceId: string; id: string }[]
}

interface Row {
  at: Date
  matches: [number, string[]][] | null
  tags: [string, string][] | null
}

const text = `
with input as (
  select * from jsonb_to_recordset($1::jsonb) as i (ord int, workspace_id uuid, phone_key text, email_key text)
)
select date_trunc('milliseconds', now()) as at,
  (select json_agg(json_build_array(i.ord, found.ids)) from input i cross join lateral (
    ${matchingIdsText('i')}
  ) found where found.ids is not null) as matches,
  (select json_agg(json_build_array(t.id, t.name)) from unnest($2::uuid[], $3::uuid[]) as wanted (workspace_id, id)
    join tags t on t.workspace_id = wanted.workspace_id and t.id = wanted.id) as tags`

/** What a batch's answers need and only the database knows, in one round trip before the write. */
export async function lookUp(db: Db, wanted: Wanted): Promise<LookedUp> {
  // What is given may be whole leads: only this much of each is sent.
  const contacts = wanted.contacts.flatMap(({ workspace_id, phone_key, email_key, is_test }, ord) =>
    is_test || (phone_key === null && email_key === null)
      ? []
      : [{ ord, workspace_id, phone_key, email_key }],
  )
  const [row] = await runPrepared<Row>(db, 'look-up', text, [
    JSON.stringify(contacts),
    wanted.tags.map(({ workspaceId }) => workspaceId),
    wanted.tags.map(({ id }) => id),
  ])
  if (!row) throw new Error('the look-up answered nothing')
  return { at: row.at, matchIds: new Map(row.matches), spellings: new Map(row.tags) }
}
