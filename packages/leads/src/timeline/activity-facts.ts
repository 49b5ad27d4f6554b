import type { ActivityFactsRow } from '@intake/database/tables'

/** What the jobs found for one timeline entry, and what the entry itself says of its call. */
export interface ActivityFacts
  extends Pick<
    ActivityFactsRow,
    'phone' | 'phone_country' | 'phone_kind' | 'zone' | 'zone_confidence' | 'zone_alternatives'
  > {
  /** ISO time of the database when it was found. */
  at: string
  /** How many leads matched, at most 25, and by what; null for none. */
  matches: number | null
  phone_matches: number | null
  email_matches: number | null
  /** Today's labels of the required items that were missing then; null for none. */
  missing: string[] | null
  /** The entry's own headline, such as "Lead created". */
  headline: string | null
  /** Names of the lead's fields that the call set. */
  fields_set: string[] | null
  tags_set: number
  items_set: number
}

/** SQL: how many elements a JSON array has, 0 for anything else. */
const lengthText = (json: string) =>
  `case when jsonb_typeof(${json}) = 'array' then jsonb_array_length(${json}) else 0 end`

/** SQL: {@link ActivityFacts} as JSON, of a row `f` of `activity_facts` and its entry `a`. */
export const factsText = `json_build_object(
    'at', f.at, 'phone', f.phone, 'phone_country', f.phone_country, 'phone_kind', f.phone_kind, 'zone', f.zone,
    'zone_confidence', f.zone_confidence, 'zone_alternatives', f.zone_alternatives, 'matches', f.matches,
    'phone_matches', f.phone_matches, 'email_matches', f.email_matches,
    'missing', (select json_agg(i.label order by m.place) from unnest(f.missing) with ordinality m (id, place)
      join checklist_items i on i.workspace_id = f.workspace_id and i.id = m.id),
    'headline', a.summary,
    'fields_set', (select json_agg(name order by name collate "C") from (
      select jsonb_object_keys(a.input -> 'lead') as name where jsonb_typeof(a.input -> 'lead') = 'object') named),
    'tags_set', ${lengthText("(a.input -> 'tags')")},
    'items_set', ${lengthText("(a.input -> 'checklistItems')")})`
