import { normalChannels, type OptOutChannel, type Suppressed } from '@intake/contracts/opt-out-channels'
import { runPrepared } from '@intake/database/prepared'
import type { LeadRow } from '@intake/database/tables'
import type { LeadStore } from '../lead/lead-store.ts'
import { optOutOf } from './opt-out.ts'
import { lookUpKeys } from './suppression-keys.ts'

/** A suppression that holds, as look-ups find it. */
export interface Holding {
  channels: OptOutChannel[]
  reason: string
  /** ISO 8601. */
  since: string
}

/** SQL: the suppressions that hold for the keys of a row `of` (`workspace_id`, `suppression_keys`), as JSON, the oldest first; null for none. */
export function holdingText(of: string): string {
  return `
    select json_agg(json_build_object('channels', s.channels, 'reason', s.reason, 'since', s.since) order by s.since, s.id) as holding
    from suppressions s
    where s.workspace_id = ${of}.workspace_id and s.key = any(${of}.suppression_keys) and s.lifted_at is null
      and (s.expires_at is null or s.expires_at > now())`
}

/** What suppressions say together; `rows` are the oldest first. Null for none. */
export function foldHolding(rows: readonly Holding[] | null): Suppressed | null {
  const [first] = rows ?? []
  if (!rows || !first) return null
  const channels = normalChannels(rows.flatMap((row) => row.channels))
  return { channels, reason: first.reason, since: new Date(first.since).toISOString() }
}

/** What a lead's suppressions are looked up by. */
export type SuppressionSubject = Pick<
  LeadRow,
  'workspace_id' | 'id' | 'is_test' | 'phone_key' | 'phone_extension' | 'email_key'
>

const text = `
  select c.ord, found.holding from jsonb_to_recordset($1::jsonb) as c (ord int, workspace_id uuid, suppression_keys text[])
  cross join lateral (${holdingText('c')}) found where found.holding is not null`

/** The channels that one lead must not be contacted by, as of now. */
export async function suppressedChannels(store: LeadStore, lead: LeadRow): Promise<readonly OptOutChannel[]> {
  const [suppressed = null] = await readSuppressed(store, [lead])
  return optOutOf({ lead, suppressed })?.channels ?? []
}

/**
 * What holds for leads, parallel to them: what each said itself by channel, and what was said of its number or address. Nobody else's holds for test leads.
 * Never stored on a lead, so that whoever asks after an opt-out was answered is told of it.
 */
export async function readSuppressed(
  { db, sealer }: LeadStore,
  leads: readonly SuppressionSubject[],
): Promise<(Suppressed | null)[]> {
  const found: (Suppressed | null)[] = leads.map(() => null)
  if (leads.length === 0) return found
  const asked = leads.map(({ workspace_id, id, is_test, ...contact }, ord) => ({
    ord,
    workspace_id,
    suppression_keys: is_test ? [id] : [id, ...lookUpKeys(contact, workspace_id, sealer)],
  }))
  const rows = await runPrepared<{ ord: number; holding: Holding[] }>(db, 'read-suppressed', text, [
    JSON.stringify(asked),
  ])
  for (const { ord, holding } of rows) found[ord] = foldHolding(holding)
  return found
}
