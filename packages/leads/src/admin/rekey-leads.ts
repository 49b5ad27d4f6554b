import { emailKey, readEmail } from '@intake/contracts/read-email'
import type { Db } from '@intake/database/create-database'
import type { LeadRow } from '@intake/database/tables'
import { matchForm } from '@intake/phone/equal-forms'
import { type PhoneProblem, readPhone } from '@intake/phone/read-phone'
import { sql } from 'kysely'
import type { ContactContext } from '../matching/read-contact.ts'

/** A phone that would be read otherwise today than it was when it was given. It stays as it is. */
export interface ChangedReading {
  leadId: string
  /** The number that the lead has; null where none was read. */
  stored: string | null
  readsAs: string | null
  /** Why it can't be read any more, or what else is different. */
  reason: PhoneProblem | 'equal_form' | 'now_read' | 'other_number'
}

export interface RekeyedLeads {
  looked: number
  rekeyed: number
  changed: ChangedReading[]
  /** The last lead looked at; null for the end. */
  last: string | null
}

type Stored = Pick<
  LeadRow,
  'id' | 'phone_raw' | 'phone_e164' | 'phone_key' | 'phone_extension' | 'email' | 'email_key'
>

const batchSize = 1000

/**
 * Makes the keys that a workspace's leads are matched by anew from what was given, 1,000 leads at a time, deleted ones too. An extension that
 * was given and not kept is kept now. No phone and no address changes: what would be read otherwise today is told. Safe to repeat, and beside
 * traffic: a lead that changes meanwhile is left as its change made it.
 */
export async function rekeyLeads(
  { db }: { db: Db },
  input: ContactContext & { workspaceId: string; after: string | null },
): Promise<RekeyedLeads> {
  const { workspaceId, after } = input
  let query = db
    .selectFrom('leads')
    .select(['id', 'phone_raw', 'phone_e164', 'phone_key', 'phone_extension', 'email', 'email_key'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('id')
    .limit(batchSize)
  if (after) query = query.where('id', '>', after)
  const leads: Stored[] = await query.execute()
  const read = leads.map((lead) => rekey(lead, input))
  const rekeyed = await writeKeys(
    db,
    workspaceId,
    read.flatMap(({ keys }) => keys ?? []),
  )
  return {
    looked: leads.length,
    rekeyed,
    changed: read.flatMap(({ changed }) => changed ?? []),
    last: leads.length === batchSize ? (leads.at(-1)?.id ?? null) : null,
  }
}

type Keys = Omit<Stored, 'phone_e164'>

function rekey(
  lead: Stored,
  { defaultRegion, placeholders }: ContactContext,
): { keys: Keys | null; changed: ChangedReading | null } {
  const { id, phone_raw, phone_e164, email } = lead
  const phone = phone_raw === null ? null : readPhone(phone_raw, defaultRegion, { placeholders })
  const address = email === null ? null : readEmail(email, { placeholders })
  const readsAs = phone?.e164 ?? null
  const keys: Keys = {
    id,
    phone_raw,
    email,
    phone_key: phone?.key ?? null,
    phone_extension: lead.phone_extension ?? (readsAs === phone_e164 ? (phone?.extension ?? null) : null),
    // An address that today's rule refuses was taken by an earlier one.
    email_key: email !== null && address?.email === null ? emailKey(email) : (address?.key ?? null),
  }
  const isSame =
    keys.phone_key === lead.phone_key &&
    keys.phone_extension === lead.phone_extension &&
    keys.email_key === lead.email_key
  const changed =
    readsAs === phone_e164
      ? null
      : { leadId: id, stored: phone_e164, readsAs, reason: reasonOf(phone_e164, readsAs, phone?.problem) }
  return { keys: isSame ? null : keys, changed }
}

function reasonOf(
  stored: string | null,
  readsAs: string | null,
  problem: PhoneProblem | null = null,
): ChangedReading['reason'] {
  if (readsAs === null) return problem ?? 'no_digits'
  if (stored === null) return 'now_read'
  return matchForm(stored) === matchForm(readsAs) ? 'equal_form' : 'other_number'
}

async function writeKeys(db: Db, workspaceId: string, keys: readonly Keys[]): Promise<number> {
  if (keys.length === 0) return 0
  const { numAffectedRows } = await sql`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as g (id uuid, phone_raw text, email text, phone_key text,
        phone_extension text, email_key text)
    ), locked as materialized (
      select id from leads where workspace_id = ${workspaceId} and id = any(array(select id from given)) order by id for update
    )
    update leads l set phone_key = g.phone_key, phone_extension = g.phone_extension, email_key = g.email_key
    from given g join locked using (id)
    where l.workspace_id = ${workspaceId} and l.id = g.id
      and l.phone_raw is not distinct from g.phone_raw and l.email is not distinct from g.email`.execute(db)
  return Number(numAffectedRows ?? 0)
}
