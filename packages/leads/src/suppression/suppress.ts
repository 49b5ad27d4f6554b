import type { OptOutChannel } from '@intake/contracts/opt-out-channels'
import type { Db } from '@intake/database/create-database'
import type { LeadRow, SuppressionRow } from '@intake/database/tables'
import { sql } from 'kysely'
import { newId } from '../ids/new-id.ts'
import { announce } from '../outbox/announce.ts'
import { contactKeys, type SuppressedKey } from './suppression-keys.ts'

/** A suppression to write. */
export interface NewSuppression {
  kind: SuppressionRow['kind']
  key: string
  channels: readonly OptOutChannel[]
  reason: string
  leadId: string | null
  expiresAt?: Date | null
}

/**
 * Writes suppressions in the caller's transaction, which holds their contacts' locks, and has cancelled what is still to be sent. One that holds
 * already stays as it is, but for a later end. Answers them in order.
 */
export async function suppress(
  trx: Db,
  workspaceId: string,
  given: readonly NewSuppression[],
  { at, requestId }: { at: Date; requestId: string | null },
): Promise<SuppressionRow[]> {
  if (given.length === 0) return []
  const nameOf = ({ key, channels, leadId }: NewSuppression) => JSON.stringify([key, channels, leadId])
  const once = new Map(given.map((one) => [nameOf(one), one]))
  const rows = [...once.values()].map(({ kind, key, channels, reason, leadId, expiresAt = null }) => {
    return { id: newId(), kind, key, channels, reason, lead_id: leadId, expires_at: expiresAt }
  })
  const { rows: written } = await sql<SuppressionRow>`
    insert into suppressions as s (workspace_id, id, kind, key, channels, reason, lead_id, since, expires_at)
    select ${workspaceId}, g.id, g.kind, g.key, g.channels, g.reason, g.lead_id, ${at}, g.expires_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (id uuid, kind text, key text, channels text[], reason text,
      lead_id uuid, expires_at timestamptz)
    order by g.key
    on conflict (workspace_id, key, channels, lead_id) where lifted_at is null do update
      set expires_at = case when s.expires_at < excluded.expires_at then excluded.expires_at
          when excluded.expires_at is null then null else s.expires_at end,
        since = case when s.expires_at <= excluded.since then excluded.since else s.since end,
        enforced_at = case when s.expires_at <= excluded.since then null else s.enforced_at end
    returning s.*`.execute(trx)
  const leadIds = written.flatMap(({ id, enforced_at }) => (enforced_at === null ? [id] : []))
  if (leadIds.length > 0) await announce(trx, 'contact.suppressed', { workspaceId, leadIds, requestId })
  const byName = new Map(
    written.map((row) => [JSON.stringify([row.key, row.channels, row.lead_id]), row] as const),
  )
  return given.flatMap((one) => byName.get(nameOf(one)) ?? [])
}

/** What a lead's own opt-out of a channel suppresses: what it said, and, unless it is only `itself`, its number and address. */
export function suppressionsOf(
  lead: Pick<LeadRow, 'id' | 'phone_key' | 'phone_extension' | 'email_key'>,
  { channel, reason, itself }: { channel: OptOutChannel; reason: string; itself: boolean },
): NewSuppression[] {
  const kinds: Readonly<Record<OptOutChannel, readonly string[]>> = {
    any: ['phone', 'email'],
    call: ['phone'],
    sms: ['phone'],
    email: ['email'],
  }
  const contacts = itself ? [] : contactKeys(lead).filter(({ kind }) => kinds[channel].includes(kind))
  const own: SuppressedKey = { kind: 'lead', key: lead.id }
  return [own, ...contacts].map(({ kind, key }) => ({
    kind,
    key,
    channels: [channel],
    reason,
    leadId: lead.id,
  }))
}
