import { maxMatches } from '../lead/read-leads.ts'

/** SQL that answers as `ids`, newest first, those of the leads that a row `i` of phone and e-mail matches; null for none. */
export const matchingText = `select array_agg(id order by id desc) as ids from (
      (select l.id from leads l where l.workspace_id = i.workspace_id and l.phone_e164 = i.phone_e164
         and l.deleted_at is null and not l.is_test order by l.id desc limit ${maxMatches})
      union
      (select l.id from leads l where l.workspace_id = i.workspace_id and l.email_key = i.email_key
         and l.deleted_at is null and not l.is_test order by l.id desc limit ${maxMatches})
      order by id desc limit ${maxMatches}
    ) matching`
