import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { keysOf, type MatchSubject } from './contact-keys.ts'

/** Leads that an answer names at most. */
export const maxMatches = 100

/** A lead that matches another, with what tells in what. */
export type Match = Pick<LeadRow, 'id' | 'phone_key' | 'phone_extension' | 'email_key'>

/** How a look-up differs from the usual one. */
interface MatchingOptions {
  /** SQL of an id that doesn't count. */
  except?: string
  /** The row has its keys in arrays, `phone_keys` and `email_keys`. */
  hasSeveralKeys?: boolean
  /** Of those that have opted out only. */
  isOptedOut?: boolean
}

/**
 * SQL: the leads that a row `of` matches, newest first, at most `limit`. The row has `workspace_id`, `phone_key`, `phone_extension` and
 * `email_key`. Test and deleted leads never match, and one number with two extensions is two people's.
 */
export function matchingText(of: string, limit: number, options: MatchingOptions = {}): string {
  const { except, hasSeveralKeys = false, isOptedOut = false } = options
  const extension = `(${of}.phone_extension is null or other.phone_extension is null or other.phone_extension = ${of}.phone_extension)`
  const by = (key: 'phone_key' | 'email_key') => {
    const conditions = [
      `other.workspace_id = ${of}.workspace_id and other.${key} = ${hasSeveralKeys ? 'k.key' : `${of}.${key}`}`,
      'other.deleted_at is null and not other.is_test',
      ...(key === 'phone_key' ? [extension] : []),
      ...(except ? [`other.id <> ${except}`] : []),
      ...(isOptedOut ? ['other.opt_out_at is not null'] : []),
    ]
    const found = `
      (select other.id, other.phone_key, other.phone_extension, other.email_key from leads other
       where ${conditions.join(' and ')}
       order by other.id desc limit ${limit})`
    return hasSeveralKeys
      ? `(select found.* from unnest(${of}.${key}s) as k (key) cross join lateral ${found} found)`
      : found
  }
  return `${by('phone_key')} union ${by('email_key')} order by id desc limit ${limit}`
}

/** SQL: the ids of {@link matchingText} as one array, null for none. */
export function matchingIdsText(of: string, where = 'true'): string {
  return `select array_agg(id order by id desc) as ids from (${matchingText(of, maxMatches)}) matching where ${where}`
}

type Subject = MatchSubject & { id?: string; deleted_at?: Date | null }

const nobody = '00000000-0000-0000-0000-000000000000'
const findTexts = [false, true].map((isOptedOut) =>
  matchingText('c', maxMatches, { except: 'c.itself', hasSeveralKeys: true, isOptedOut }),
)

/**
 * The leads that others match, by every key that an earlier version may have stored for them: newest first, at most 100 each, parallel to
 * `leads`. None for test and deleted leads; never the lead itself.
 */
export async function findMatches(
  db: Db,
  leads: readonly Subject[],
  { isOptedOut = false } = {},
): Promise<Match[][]> {
  const asked = leads.flatMap((lead, ord) => {
    if (lead.is_test || lead.deleted_at) return []
    const { phone, email } = keysOf(lead)
    if (phone.length + email.length === 0) return []
    const { workspace_id, phone_extension, id: itself = nobody } = lead
    return [{ ord, workspace_id, itself, phone_keys: phone, phone_extension, email_keys: email }]
  })
  const found: Match[][] = leads.map(() => [])
  if (asked.length === 0) return found
  const { rows } = await sql<Match & { ord: number }>`
    select c.ord, found.* from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as c (ord int, workspace_id uuid, itself uuid,
      phone_keys text[], phone_extension text, email_keys text[])
    cross join lateral (${sql.raw(findTexts[Number(isOptedOut)] as string)}) found
    order by c.ord, found.id desc`.execute(db)
  for (const { ord, ...match } of rows) found[ord]?.push(match)
  return found
}

/** Ids of the newest 100 leads with the same phone or e-mail, not the lead itself; none for a test lead. */
export async function findMatchIds(
  db: Db,
  lead: Subject,
  options?: { isOptedOut: boolean },
): Promise<string[]> {
  const [matches = []] = await findMatches(db, [lead], options)
  return matches.map(({ id }) => id)
}
