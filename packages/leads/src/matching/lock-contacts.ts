import type { Db } from '@intake/database/create-database'
import { sql } from 'kysely'

/** Contacts by the keys that `contactsOf` and `domainKeys` make. */
export interface ContactLocks {
  /** Nobody else holds them meanwhile. */
  exclusive?: readonly string[]
  /** Others may hold them in the same way. */
  shared?: readonly string[]
}

/**
 * Locks contacts until the transaction ends, in one order everywhere, so that nobody deadlocks. It has to be a statement of its own, before
 * whatever depends on it is read: a statement sees nothing that was committed while it waited.
 */
export async function lockContacts(
  trx: Db,
  workspaceId: string,
  { exclusive = [], shared = [] }: ContactLocks,
): Promise<void> {
  if (exclusive.length + shared.length === 0) return
  await sql`
    select case when is_exclusive then pg_advisory_xact_lock(key) else pg_advisory_xact_lock_shared(key) end
    from (
      select hashtextextended(${`${workspaceId} `} || contact, 0) as key, bool_or(is_exclusive) as is_exclusive
      from (
        select unnest(${exclusive}::text[]) as contact, true as is_exclusive
        union all select unnest(${shared}::text[]), false
      ) wanted group by key order by key
    ) keys`.execute(trx)
}
