import type { Db } from '@intake/database/create-database'
import { prepared } from '@intake/database/prepared'
import { sql } from 'kysely'

/**
 * Forgets recorded matches of these leads that no longer hold: phone or e-mail changed, or one of the two was deleted.
 * A match that holds for another reason than before goes too; the job records it anew.
 */
export async function dropStaleMatches(
  trx: Db,
  workspaceId: string,
  leadIds: readonly string[],
): Promise<void> {
  await sql`
    delete from lead_matches m using (
      select m.lead_id, m.matched_lead_id
      from lead_matches m
      join leads a on a.workspace_id = m.workspace_id and a.id = m.lead_id
      join leads b on b.workspace_id = m.workspace_id and b.id = m.matched_lead_id
      where m.workspace_id = ${workspaceId}
        and (m.lead_id, m.matched_lead_id) in (
          select lead_id, matched_lead_id from lead_matches
          where workspace_id = ${workspaceId} and lead_id = any(${leadIds}::uuid[])
          union
          select matched_lead_id, lead_id from lead_matches
          where workspace_id = ${workspaceId} and lead_id = any(${leadIds}::uuid[]))
        and (a.deleted_at is not null or b.deleted_at is not null
          or ('phone' = any(m.matched_on)) is distinct from coalesce(a.phone_e164 = b.phone_e164, false)
          or ('email' = any(m.matched_on)) is distinct from coalesce(a.email_key = b.email_key, false))
      order by m.lead_id, m.matched_lead_id for update of m
    ) stale
    where m.workspace_id = ${workspaceId} and m.lead_id = stale.lead_id and m.matched_lead_id = stale.matched_lead_id
    ${prepared('drop-stale-matches')}`.execute(trx)
}
