-- Tables that pgbench and Hono + one CTE a request write: a row for each thing that a lead has, as most services lay it out.
-- Frozen: it is what the service itself had at its migration 0017, and stays when the service changes, so that figures of different days compare.

create table workspaces (id uuid primary key);

create table tools (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  description text,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, name)
);

create table tags (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  tag_key text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, tag_key)
);

create table leads (
  workspace_id uuid not null,
  id uuid not null,
  first_name text not null,
  middle_name text,
  last_name text,
  business_name text,
  email text,
  email_key text,
  phone_raw text,
  phone_e164 text,
  external_lead_id text,
  external_portal_link text,
  website text,
  timezone text,
  timezone_source text check (timezone_source in ('provided', 'phone')),
  timezone_confidence text check (timezone_confidence in ('high', 'medium', 'low', 'none')),
  timezone_inference jsonb,
  assignee_type text not null check (assignee_type in ('AI_AGENT', 'HUMAN_AGENT')),
  status_set text check (status_set in ('COMPLETED', 'IN_PROGRESS', 'NOT_INTERESTED')),
  source text not null,
  is_test boolean not null,
  activity_summary text,
  opt_out_at timestamptz,
  email_verified_at timestamptz,
  phone_verified_at timestamptz,
  submitted_at timestamptz,
  enriched_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id)
) with (fillfactor = 30);

create index leads_phone on leads (workspace_id, phone_e164, id)
  where phone_e164 is not null and deleted_at is null and not is_test;
create index leads_email on leads (workspace_id, email_key, id)
  where email_key is not null and deleted_at is null and not is_test;
create index leads_test_phone on leads (workspace_id, phone_e164, id)
  where phone_e164 is not null and deleted_at is null and is_test;
create index leads_test_email on leads (workspace_id, email_key, id)
  where email_key is not null and deleted_at is null and is_test;
create index leads_unparsed_phone on leads (workspace_id, md5(phone_raw), id)
  where phone_raw is not null and phone_e164 is null and deleted_at is null;
create index leads_external_id on leads (workspace_id, external_lead_id, id)
  where external_lead_id is not null and deleted_at is null;
create index leads_not_interested on leads (workspace_id, id)
  where status_set = 'NOT_INTERESTED' and deleted_at is null;
create index leads_opted_out on leads (workspace_id, id)
  where opt_out_at is not null and deleted_at is null;

create table checklist_groups (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  position integer not null,
  conditions jsonb,
  retired_at timestamptz,
  primary key (workspace_id, id)
);

create table checklist_items (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  group_id uuid,
  lead_id uuid,
  code text not null,
  label text not null,
  field_type text not null,
  is_required boolean not null,
  conditions jsonb,
  validation_rules jsonb,
  agent_instructions text,
  client_instructions text,
  config jsonb,
  position integer not null,
  retired_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, group_id) references checklist_groups (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id)
);

create unique index checklist_items_lead_code on checklist_items (workspace_id, lead_id, code) where lead_id is not null;
create unique index checklist_items_template_code on checklist_items (workspace_id, code)
  where lead_id is null and retired_at is null;

create table lead_checklist_values (
  workspace_id uuid not null,
  lead_id uuid not null,
  checklist_item_id uuid not null,
  value jsonb,
  status text not null check (status in ('TODO', 'COMPLETED', 'INVALID', 'SKIPPED', 'NEEDS_REVIEW')),
  item_override jsonb,
  alternate_values jsonb,
  validation_error text,
  updated_at timestamptz not null,
  skipped_from text check (skipped_from in ('TODO', 'INVALID')),
  primary key (workspace_id, lead_id, checklist_item_id)
);

create index lead_checklist_values_review on lead_checklist_values (workspace_id, lead_id) where status = 'NEEDS_REVIEW';

create table lead_tags (
  workspace_id uuid not null,
  lead_id uuid not null,
  tag_id uuid not null,
  position smallint not null,
  primary key (workspace_id, lead_id, tag_id)
);

create index lead_tags_tag on lead_tags (workspace_id, tag_id, lead_id);

create table action_logs (
  workspace_id uuid not null,
  lead_id uuid not null,
  id uuid not null,
  type text not null check (type in ('MESSAGE', 'FOLLOW_UP_MESSAGE', 'TOOL_CALL', 'MANUAL_UPDATE', 'SYSTEM_NOTE', 'DOCUMENT_UPLOAD',
    'PORTAL_UPDATE', 'PORTAL_SUBMISSION', 'API_ACTIVITY')),
  status text not null check (status in ('PENDING', 'AWAITING_APPROVAL', 'COMPLETED', 'CANCELLED', 'FAILED')),
  summary text,
  input jsonb,
  output jsonb,
  error text,
  parent_action_id uuid,
  tool_id uuid,
  scheduled_at timestamptz,
  completed_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, lead_id, id),
  foreign key (workspace_id, lead_id, parent_action_id) references action_logs (workspace_id, lead_id, id),
  foreign key (workspace_id, tool_id) references tools (workspace_id, id)
) with (fillfactor = 25);

create table owed_enrichments (
  workspace_id uuid not null,
  lead_id uuid not null,
  generation integer not null default 1,
  action_log_id uuid not null,
  requested_at timestamptz not null default now(),
  timezone_done_at timestamptz,
  matching_done_at timestamptz,
  requeued integer not null default 0,
  queued_at timestamptz not null default now(),
  dead_at timestamptz,
  dead_job text,
  dead_reason text,
  dead_attempts integer,
  earlier_log_ids uuid[] not null default '{}',
  primary key (workspace_id, lead_id)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0);

create index owed_enrichments_dead on owed_enrichments (workspace_id, dead_at, lead_id) where dead_at is not null;

create table outbox (
  workspace_id uuid not null,
  id bigint generated always as identity,
  topic text not null,
  lead_ids uuid[] not null,
  request_ids text[],
  created_at timestamptz not null default now(),
  traceparents text[],
  primary key (workspace_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

create table idempotency_keys (
  workspace_id uuid not null,
  route text not null,
  key text not null,
  fingerprint bytea not null,
  status smallint not null,
  body text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  frame_id uuid,
  primary key (workspace_id, route, key)
) with (toast_tuple_target = 8160);

create index idempotency_keys_expiry on idempotency_keys (workspace_id, expires_at);
