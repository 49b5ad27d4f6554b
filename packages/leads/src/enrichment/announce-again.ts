import { sql } from 'kysely'

/** Columns, of `owed_enrichments o`, that `announceAgain` needs. The request is the one that wrote the lead. */
export const announcedColumns = sql`
  o.workspace_id, o.lead_id, o.timezone_done_at is not null and o.matching_done_at is not null as ready,
  (select log.input ->> 'requestId' from action_logs log
   where log.workspace_id = o.workspace_id and log.lead_id = o.lead_id and log.id = o.action_log_id) as request_id`

/** The statement that announces the leads of the CTE `again`, which has these columns: up to 200 leads an event. */
export const announceAgain = sql`
  insert into outbox (workspace_id, topic, lead_ids, request_ids)
  select workspace_id, case when ready then 'lead.inferred-and-matched' else 'lead.written' end,
    array_agg(lead_id order by lead_id), array_agg(request_id order by lead_id)
  from (select *, (row_number() over (partition by workspace_id, ready order by lead_id) - 1) / 200 as part from again) parts
  group by workspace_id, ready, part`
