import { sql } from 'kysely'
import { announceText } from '../outbox/announce.ts'

/** Columns, of `owed_enrichments o`, that `announceAgain` needs. The request is the one that wrote the lead. */
export const announcedColumns = sql`
  o.workspace_id, o.lead_id,
  (select log.input ->> 'requestId' from action_logs log
   where log.workspace_id = o.workspace_id and log.lead_id = o.lead_id and log.id = o.action_log_id) as request_id`

/** The statement that announces the leads of the CTE `again`, which has these columns: up to 200 leads an event. */
export const announceAgain = sql.raw(
  announceText(
    'lead.written',
    `(select workspace_id, lead_id, request_id, null::text as traceparent,
      (row_number() over (partition by workspace_id order by lead_id) - 1) / 200 as part from again) again`,
    { parts: 'part' },
  ),
)
