import type { Db } from '@intake/database/create-database'
import { type LockedLead, lockLead } from '../lead/lock-lead.ts'
import { type Contact, contactsOf } from '../matching/contact-keys.ts'
import { lockContacts } from '../matching/lock-contacts.ts'
import type { Caller } from '../workspace/caller.ts'
import { domainKeys } from './suppression-keys.ts'

/** What a change has to do with opt-outs. `makes` one, or only `asks` whether there is one. */
export type OptOutUse = 'makes' | 'asks'

/**
 * Locks a lead for a change that makes an opt-out or depends on there being none: its contacts first, and those that the change gives it, then
 * its row. So whoever asks either comes before the opt-out, which then cancels what was accepted, or sees it. Throws what `lockLead` throws.
 */
export async function lockWithContacts(
  trx: Db,
  caller: Caller,
  leadId: string,
  use: OptOutUse,
  given: readonly Contact[] = [],
): Promise<LockedLead> {
  const row = await trx
    .selectFrom('leads')
    .select(['phone_key', 'phone_extension', 'email_key'])
    .where('workspace_id', '=', caller.workspaceId)
    .where('id', '=', leadId)
    .executeTakeFirst()
  const contacts = [...(row ? [row] : []), ...given]
  await lockContacts(trx, caller.workspaceId, locksOf(contacts, use))
  const locked = await lockLead(trx, caller, leadId)
  const keys = new Set(contacts.flatMap(contactsOf))
  // It got others at that very moment. Who waits for its row with these locked is told of a deadlock, and runs again.
  if (contactsOf(locked.lead).some((key) => !keys.has(key)))
    await lockContacts(trx, caller.workspaceId, locksOf([locked.lead], use))
  return locked
}

/** What to lock of contacts: their domains, too, where an opt-out is asked for. */
export function locksOf(contacts: readonly Contact[], use: OptOutUse) {
  const keys = contacts.flatMap(contactsOf)
  return use === 'makes' ? { exclusive: keys } : { shared: [...keys, ...contacts.flatMap(domainKeys)] }
}
