-- no transaction
-- A lead becomes one row: its checklist values and the order of its tags stand in it, and what the jobs find are rows of their own, which are
-- inserted and never rewritten. That is half of the writes and less than half of the disk. This is the one upgrade with a stop: no gateway and
-- no worker may run meanwhile. Leads are copied into new tables, so there has to be room for both; going back is a restore.

-- step: old tables aside
do $$
declare
  old record;
begin
  if to_regclass('leads_0017') is not null then return; end if;
  for old in select c.oid, c.relname from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relname in ('leads', 'lead_tags', 'action_logs', 'lead_matches')
  loop
    execute (select coalesce(string_agg(format('alter index %I rename to %I', i.indexrelid::regclass, left(i.indexrelid::regclass::text, 58) || '_0017'), '; '), 'select')
      from pg_index i where i.indrelid = old.oid);
    execute format('alter table %I rename to %I', old.relname, old.relname || '_0017');
  end loop;
end $$;

-- step: leads
create table if not exists leads (
  workspace_id uuid not null,
  id uuid not null,
  created_at timestamptz not null,
  -- Of the lead itself; what the jobs found has times of its own.
  updated_at timestamptz not null,
  deleted_at timestamptz,
  opt_out_at timestamptz,
  email_verified_at timestamptz,
  phone_verified_at timestamptz,
  submitted_at timestamptz,
  is_test boolean not null,
  first_name text not null,
  middle_name text,
  last_name text,
  business_name text,
  -- As it was given, then what it was read as: null where it can't be read. The keys are what matches.
  phone_raw text,
  phone_e164 text,
  phone_extension text,
  phone_key text,
  email text,
  email_key text,
  external_lead_id text,
  external_portal_link text,
  website text,
  -- As given; what was inferred from the phone stands in lead_timezones.
  timezone text,
  assignee_type text not null check (assignee_type in ('AI_AGENT', 'HUMAN_AGENT')),
  -- What a client set; the answered status is computed.
  status_set text check (status_set in ('COMPLETED', 'IN_PROGRESS', 'NOT_INTERESTED')),
  source text not null,
  -- By item id: {value, status, error, override, alternates, skippedFrom, updatedAt}, as far as there is one. Items that no call touched aren't there.
  checklist jsonb,
  -- In the lead's order.
  tag_ids uuid[],
  custom jsonb,
  attribution jsonb,
  primary key (workspace_id, id)
);

-- step: what belongs to a lead
create table if not exists lead_tags (
  workspace_id uuid not null,
  tag_id uuid not null,
  lead_id uuid not null,
  primary key (workspace_id, tag_id, lead_id)
);
create table if not exists lead_timezones (
  workspace_id uuid not null,
  lead_id uuid not null,
  phone_e164 text not null,
  zone text,
  confidence text not null check (confidence in ('high', 'medium', 'low', 'none')),
  alternatives text[],
  basis text,
  table_version text not null,
  primary key (workspace_id, lead_id, phone_e164)
);
create table if not exists activity_facts (
  workspace_id uuid not null,
  lead_id uuid not null,
  action_log_id uuid not null,
  at timestamptz not null,
  matches smallint,
  phone_matches smallint,
  email_matches smallint,
  phone text,
  phone_country text,
  phone_kind text,
  zone text,
  zone_confidence text,
  zone_alternatives text[],
  missing uuid[],
  primary key (workspace_id, lead_id, action_log_id)
);
create table if not exists lead_matches (
  workspace_id uuid not null,
  lead_id uuid not null,
  -- [{leadId, on}], the 25 newest.
  found jsonb not null,
  primary key (workspace_id, lead_id)
);

-- step: timeline
create table if not exists action_logs (
  workspace_id uuid not null,
  lead_id uuid not null,
  id uuid not null,
  created_at timestamptz not null,
  completed_at timestamptz,
  scheduled_at timestamptz,
  type text not null check (type in ('MESSAGE', 'FOLLOW_UP_MESSAGE', 'TOOL_CALL', 'MANUAL_UPDATE', 'SYSTEM_NOTE', 'DOCUMENT_UPLOAD', 'PORTAL_UPDATE', 'PORTAL_SUBMISSION', 'API_ACTIVITY')),
  status text not null check (status in ('PENDING', 'AWAITING_APPROVAL', 'COMPLETED', 'CANCELLED', 'FAILED')),
  summary text,
  input jsonb,
  output jsonb,
  error text,
  parent_action_id uuid,
  tool_id uuid,
  primary key (workspace_id, lead_id, id)
);

-- step: copy leads, by leads_0017 (workspace_id, id), 5000 rows
insert into leads (workspace_id, id, created_at, updated_at, deleted_at, opt_out_at, email_verified_at, phone_verified_at, submitted_at,
  is_test, first_name, middle_name, last_name, business_name, phone_raw, phone_e164, phone_key, email, email_key, external_lead_id,
  external_portal_link, website, timezone, assignee_type, status_set, source, checklist, tag_ids)
select l.workspace_id, l.id, l.created_at, l.updated_at, l.deleted_at, l.opt_out_at, l.email_verified_at, l.phone_verified_at, l.submitted_at,
  l.is_test, l.first_name, l.middle_name, l.last_name, l.business_name, l.phone_raw, l.phone_e164, l.phone_e164, l.email, l.email_key,
  l.external_lead_id, l.external_portal_link, l.website, case when l.timezone_source = 'provided' then l.timezone end, l.assignee_type,
  l.status_set, l.source,
  (select jsonb_object_agg(v.checklist_item_id, jsonb_build_object('status', v.status)
      || case when v.value is null then '{}' else jsonb_build_object('value', v.value) end
      || case when v.validation_error is null then '{}' else jsonb_build_object('error', v.validation_error) end
      || case when v.item_override is null then '{}' else jsonb_build_object('override', v.item_override) end
      || case when v.alternate_values is null then '{}' else jsonb_build_object('alternates', v.alternate_values) end
      || case when v.skipped_from is null then '{}' else jsonb_build_object('skippedFrom', v.skipped_from) end
      || case when v.updated_at = l.created_at then '{}' else jsonb_build_object('updatedAt',
        to_char(v.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end)
   from lead_checklist_values v where v.workspace_id = l.workspace_id and v.lead_id = l.id),
  (select array_agg(t.tag_id order by t.position) from lead_tags_0017 t where t.workspace_id = l.workspace_id and t.lead_id = l.id)
from leads_0017 l
where (l.workspace_id, l.id) > ($1, $2) and (l.workspace_id, l.id) <= ($3, $4);

-- step: copy tags, by leads_0017 (workspace_id, id), 5000 rows
insert into lead_tags (workspace_id, tag_id, lead_id)
select l.workspace_id, tag_id, l.id from leads l cross join lateral unnest(l.tag_ids) as tag_id
where (l.workspace_id, l.id) > ($1, $2) and (l.workspace_id, l.id) <= ($3, $4);

-- step: copy zones, by leads_0017 (workspace_id, id), 5000 rows
insert into lead_timezones (workspace_id, lead_id, phone_e164, zone, confidence, alternatives, basis, table_version)
select l.workspace_id, l.id, l.phone_e164, l.timezone, l.timezone_confidence,
  (select array_agg(zone order by place) from jsonb_array_elements_text(l.timezone_inference -> 'alternatives') with ordinality a (zone, place)),
  l.timezone_inference ->> 'basis', coalesce(l.timezone_inference ->> 'tableVersion', '')
from leads_0017 l
where l.phone_e164 is not null and l.timezone_source is distinct from 'provided' and l.timezone_confidence is not null
  and (l.workspace_id, l.id) > ($1, $2) and (l.workspace_id, l.id) <= ($3, $4);

-- What was recorded on both sides of a pair becomes one row a lead: its 25 newest.
-- step: copy matches, by leads_0017 (workspace_id, id), 5000 rows
insert into lead_matches (workspace_id, lead_id, found)
select l.workspace_id, l.id, m.found
from leads_0017 l cross join lateral (
  select jsonb_agg(jsonb_build_object('leadId', newest.matched_lead_id, 'on', to_jsonb(newest.matched_on)) order by newest.matched_lead_id desc) as found
  from (
    select matched_lead_id, matched_on from lead_matches_0017
    where workspace_id = l.workspace_id and lead_id = l.id order by matched_lead_id desc limit 25
  ) newest
) m
where m.found is not null and (l.workspace_id, l.id) > ($1, $2) and (l.workspace_id, l.id) <= ($3, $4);

-- An entry's words that are made of facts are left out, as is the name of another lead: it is read when the entry is shown.
-- step: copy timeline, by action_logs_0017 (workspace_id, lead_id, id), 5000 rows
insert into action_logs (workspace_id, lead_id, id, created_at, completed_at, scheduled_at, type, status, summary, input, output, error,
  parent_action_id, tool_id)
select a.workspace_id, a.lead_id, a.id, a.created_at, a.completed_at, a.scheduled_at, a.type, a.status,
  case when not named.is_match then a.summary end, a.input,
  case when named.is_match then jsonb_build_object('matchingLeads',
      jsonb_build_array(jsonb_build_object('leadId', a.output -> 'matchingLeadId', 'on', a.output -> 'matchedOn')))
    when not named.is_described then a.output end,
  a.error, a.parent_action_id, a.tool_id
from action_logs_0017 a cross join lateral (
  select a.type = 'SYSTEM_NOTE' and a.summary like 'Possible duplicate of %' and coalesce(a.output, '{}') ?& '{matchingLeadId,matchedOn}' as is_match,
    a.type in ('API_ACTIVITY', 'DOCUMENT_UPLOAD') and coalesce(a.output, '{}') ?& '{lines,fieldsSet,missingRequiredItems}' as is_described
) named
where (a.workspace_id, a.lead_id, a.id) > ($1, $2, $3) and (a.workspace_id, a.lead_id, a.id) <= ($4, $5, $6);

-- Of each entry that was enriched, the last of a lead when the lead was. Items are told by their labels; a label that no item has any more is left out.
-- step: copy facts, by action_logs_0017 (workspace_id, lead_id, id), 5000 rows
insert into activity_facts (workspace_id, lead_id, action_log_id, at, matches, phone_matches, email_matches, phone, phone_country, phone_kind,
  zone, zone_confidence, zone_alternatives, missing)
select a.workspace_id, a.lead_id, a.id,
  case when l.enriched_at is not null and a.output ->> 'summary' = l.activity_summary and not exists (
      select from action_logs_0017 later where later.workspace_id = a.workspace_id and later.lead_id = a.lead_id and later.id > a.id
        and later.output ->> 'summary' = l.activity_summary)
    then l.enriched_at else least(a.created_at, l.enriched_at - interval '1 millisecond') end,
  nullif(least((a.output -> 'matches' ->> 'total')::int, 25), 0), nullif(least((a.output -> 'matches' ->> 'phone')::int, 25), 0),
  nullif(least((a.output -> 'matches' ->> 'email')::int, 25), 0),
  a.output -> 'phone' ->> 'number', a.output -> 'phone' ->> 'country',
  a.output -> 'phone' ->> 'kind',
  a.output -> 'timezone' ->> 'zone',
  case when a.output -> 'timezone' ->> 'source' is distinct from 'provided' then a.output -> 'timezone' ->> 'confidence' end,
  (select array_agg(zone order by place) from jsonb_array_elements_text(a.output -> 'timezone' -> 'alternatives') with ordinality z (zone, place)),
  (select array_agg(item.id order by missing.place)
   from jsonb_array_elements_text(a.output -> 'missingRequiredItems') with ordinality missing (label, place)
   cross join lateral (
     select i.id from checklist_items i
     where i.workspace_id = a.workspace_id and i.label = missing.label and (i.lead_id is null or i.lead_id = a.lead_id)
     order by i.retired_at is not null, i.retired_at desc, i.position limit 1
   ) item)
from action_logs_0017 a join leads_0017 l on l.workspace_id = a.workspace_id and l.id = a.lead_id
where a.type in ('API_ACTIVITY', 'DOCUMENT_UPLOAD') and coalesce(a.output, '{}') ?& '{lines,fieldsSet,missingRequiredItems}'
  and (a.workspace_id, a.lead_id, a.id) > ($1, $2, $3) and (a.workspace_id, a.lead_id, a.id) <= ($4, $5, $6);

-- Only leads that can match stand in the first two: matching and the create answer read them, newest first. The others are of lists.
-- step: indexes of leads
create index if not exists leads_phone on leads (workspace_id, phone_key, id)
  where phone_key is not null and deleted_at is null and not is_test;
create index if not exists leads_email on leads (workspace_id, email_key, id)
  where email_key is not null and deleted_at is null and not is_test;
create index if not exists leads_test_phone on leads (workspace_id, phone_key, id)
  where phone_key is not null and deleted_at is null and is_test;
create index if not exists leads_test_email on leads (workspace_id, email_key, id)
  where email_key is not null and deleted_at is null and is_test;
create index if not exists leads_unmatched_phone on leads (workspace_id, md5(phone_raw), id)
  where phone_raw is not null and phone_key is null and deleted_at is null;
create index if not exists leads_external_id on leads (workspace_id, hashtextextended(external_lead_id, 0), id)
  where external_lead_id is not null and deleted_at is null;
create index if not exists leads_opted_out on leads (workspace_id, id) where opt_out_at is not null and deleted_at is null;
create index if not exists leads_not_interested on leads (workspace_id, id)
  where status_set = 'NOT_INTERESTED' and deleted_at is null;
create index if not exists leads_review on leads (workspace_id, id)
  where checklist @? '$.*.status ? (@ == "NEEDS_REVIEW")' and deleted_at is null;

-- step: owed and announced
alter table owed_enrichments drop column if exists timezone_done_at;
alter table owed_enrichments drop column if exists matching_done_at;
update outbox set topic = 'lead.written' where topic = 'lead.inferred-and-matched';

-- A stored answer is whole again. Its places for the texts of a checklist (character 1, number, semicolon) are filled.
-- step: how an answer is filled
create or replace function fill_answer(framed text, pieces jsonb) returns text language plpgsql immutable as $$
begin
  for place in 0 .. jsonb_array_length(pieces) - 1 loop
    framed := replace(framed, E'\x01' || place || ';', pieces ->> place);
  end loop;
  return framed;
end $$;

-- step: fill answers, by idempotency_keys (workspace_id, route, key), 1000 rows
update idempotency_keys k set body = fill_answer(k.body, f.pieces), frame_id = null
from answer_frames f
where f.workspace_id = k.workspace_id and f.id = k.frame_id
  and (k.workspace_id, k.route, k.key) > ($1, $2, $3) and (k.workspace_id, k.route, k.key) <= ($4, $5, $6);

-- An answer is stored after the lead that it shows, and names the leads that it shows.
-- step: frames go
alter table idempotency_keys alter column body drop not null;
alter table idempotency_keys add column if not exists lead_ids uuid[] not null default '{}';
drop function if exists fill_answer(text, jsonb);
alter table idempotency_keys drop column if exists frame_id;
drop table if exists answer_frames;

-- The verbs that change configuration say so themselves.
-- step: triggers
drop trigger if exists workspaces_changed on workspaces;
drop trigger if exists api_keys_changed on api_keys;
drop trigger if exists webhook_endpoints_changed on webhook_endpoints;
drop function if exists bump_configuration_revision();

-- step: old tables go
drop table if exists lead_checklist_values;
drop table if exists lead_matches_0017;
drop table if exists lead_tags_0017;
drop table if exists action_logs_0017 cascade;
drop table if exists leads_0017 cascade;

-- step: foreign keys
alter table action_logs drop constraint if exists action_logs_parent_fkey;
alter table action_logs add constraint action_logs_parent_fkey
  foreign key (workspace_id, lead_id, parent_action_id) references action_logs (workspace_id, lead_id, id) not valid;
alter table action_logs drop constraint if exists action_logs_tool_fkey;
alter table action_logs add constraint action_logs_tool_fkey foreign key (workspace_id, tool_id) references tools (workspace_id, id) not valid;
alter table checklist_items drop constraint if exists checklist_items_lead_fkey;
alter table checklist_items add constraint checklist_items_lead_fkey foreign key (workspace_id, lead_id) references leads (workspace_id, id) not valid;
alter table documents drop constraint if exists documents_lead_fkey;
alter table documents add constraint documents_lead_fkey foreign key (workspace_id, lead_id) references leads (workspace_id, id) not valid;
alter table documents drop constraint if exists documents_action_log_fkey;
alter table documents add constraint documents_action_log_fkey
  foreign key (workspace_id, lead_id, action_log_id) references action_logs (workspace_id, lead_id, id) not valid;
alter table messages drop constraint if exists messages_action_log_fkey;
alter table messages add constraint messages_action_log_fkey
  foreign key (workspace_id, lead_id, action_log_id) references action_logs (workspace_id, lead_id, id) not valid;
alter table lead_completions drop constraint if exists lead_completions_lead_fkey;
alter table lead_completions add constraint lead_completions_lead_fkey foreign key (workspace_id, lead_id) references leads (workspace_id, id) not valid;
alter table webhook_deliveries drop constraint if exists webhook_deliveries_lead_fkey;
alter table webhook_deliveries add constraint webhook_deliveries_lead_fkey foreign key (workspace_id, lead_id) references leads (workspace_id, id) not valid;

-- step: foreign keys hold
alter table action_logs validate constraint action_logs_parent_fkey;
alter table action_logs validate constraint action_logs_tool_fkey;
alter table checklist_items validate constraint checklist_items_lead_fkey;
alter table documents validate constraint documents_lead_fkey;
alter table documents validate constraint documents_action_log_fkey;
alter table messages validate constraint messages_action_log_fkey;
alter table lead_completions validate constraint lead_completions_lead_fkey;
alter table webhook_deliveries validate constraint webhook_deliveries_lead_fkey;
