/** How a transaction writes the checklist: the values that the call gives, as the service does, or a row for each item. */
export type ChecklistRows = 'touched' | 'all'

/** Of an answer that is stored under an idempotency key: as much as the service stored at its migration 0017. */
export const keptBytes = 2461

const touched = `code in ('business_name', 'tax_id')`
const checklist = (workspaceId: string, rows: ChecklistRows) => `
insert into lead_checklist_values (workspace_id, lead_id, checklist_item_id, value, status, updated_at)
select '${workspaceId}', md5(:n::text)::uuid, id, case when ${touched} then to_jsonb('Pacific Coast ' || :n) end,
  case when ${touched} then 'COMPLETED' else 'TODO' end, now()
from checklist_items where workspace_id = '${workspaceId}' and lead_id is null and retired_at is null${rows === 'touched' ? ` and ${touched}` : ''};`

/** Fills a workspace id in; the tables are those of baselines/schema.sql. */
const lead = (workspaceId: string, rows: ChecklistRows) => `
insert into leads (workspace_id, id, first_name, last_name, business_name, email, email_key, phone_raw, phone_e164, assignee_type, source, is_test, created_at, updated_at)
values ('${workspaceId}', md5(:n::text)::uuid, 'Ada', 'Lovelace', 'Pacific Coast Container Haulers', 'ada.' || :n || '@bench.example.com',
  'ada.' || :n || '@bench.example.com', '(212) 555-0100', '+1' || (2000000000 + :n % 7999999999), 'HUMAN_AGENT', 'api', false, now(), now());${checklist(workspaceId, rows)}
insert into lead_tags (workspace_id, lead_id, tag_id, position)
select '${workspaceId}', md5(:n::text)::uuid, id, row_number() over () from tags
where workspace_id = '${workspaceId}' and tag_key in ('solar', 'campaign ' || :tag);
insert into action_logs (workspace_id, lead_id, id, type, status, summary, input, created_at, completed_at)
values ('${workspaceId}', md5(:n::text)::uuid, md5('log' || :n)::uuid, 'API_ACTIVITY', 'COMPLETED', 'Lead created',
  jsonb_build_object('requestId', :n::text, 'lead', jsonb_build_object('firstName', 'Ada', 'lastName', 'Lovelace', 'email', 'ada@bench.example.com'),
    'tags', jsonb_build_array('solar', 'campaign'), 'checklistItems', '[{"code":"business_name","value":"Pacific Coast","status":"COMPLETED"},{"code":"tax_id","value":"12-3456789","status":"COMPLETED"}]'::jsonb), now(), now());
insert into owed_enrichments (workspace_id, lead_id, action_log_id) values ('${workspaceId}', md5(:n::text)::uuid, md5('log' || :n)::uuid);
insert into outbox (workspace_id, topic, lead_ids, request_ids) values ('${workspaceId}', 'lead.written', array[md5(:n::text)::uuid], array[:n::text]);
`

const opening = (workspaceId: string) => `\\set n random(1, 9000000000000)
\\set tag random(0, 38)
begin;
select id from leads where workspace_id = '${workspaceId}' and phone_e164 = '+1' || (2000000000 + :n % 7999999999) and deleted_at is null and not is_test order by id desc limit 100;
`

/**
 * What a lead has, as one transaction with a statement a table, as most would write it: look-up, lead, two checklist
 * values, two tags, timeline entry, owed enrichment, outbox; in one of three transactions an idempotency key with `keptBytes` of an answer.
 */
export function pgbenchScripts(workspaceId: string, rows: ChecklistRows): Record<'keyed' | 'plain', string> {
  const key = `insert into idempotency_keys (workspace_id, route, key, fingerprint, status, body, created_at, expires_at)
values ('${workspaceId}', 'POST /bench', :n::text, sha256(:n::text::bytea), 200, repeat(md5(:n::text), ${Math.round(keptBytes / 32)}), now(), now() + interval '1 day');
`
  const body = opening(workspaceId) + lead(workspaceId, rows)
  return { keyed: `${body}${key}commit;\n`, plain: `${body}commit;\n` }
}
