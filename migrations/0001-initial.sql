-- The whole of the first schema. workspace_id leads every key and index, so that any table can be partitioned or distributed by it.

create table workspaces (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text not null,
  default_region text not null default 'US' check (default_region ~ '^[A-Z]{2}$'),
  -- Rises with every change of the checklist template; a write names the revision it was made for.
  template_revision integer not null default 0,
  created_at timestamptz not null default now()
);

create table api_keys (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  -- The public half of the key; the secret half is known by its hash only.
  prefix text not null unique,
  secret_sha256 bytea not null check (octet_length(secret_sha256) = 32),
  scopes text[] not null,
  is_test boolean not null default false,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);

-- One row. Processes read it often and drop their cached keys, workspaces and templates when it moves.
create table configuration_revision (
  only_row boolean primary key default true check (only_row),
  revision bigint not null
);
insert into configuration_revision (revision) values (1);

create function bump_configuration_revision() returns trigger language plpgsql as $$
begin
  update configuration_revision set revision = revision + 1;
  return null;
end $$;

create trigger workspaces_changed after update or delete on workspaces
  for each statement execute function bump_configuration_revision();
create trigger api_keys_changed
  after insert or delete or update of secret_sha256, scopes, is_test, expires_at, revoked_at on api_keys
  for each statement execute function bump_configuration_revision();

create table leads (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  first_name text not null,
  middle_name text,
  last_name text,
  business_name text,
  email text,
  email_key text,
  -- As it was given; phone_e164 is null where it can't be parsed.
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
  -- What a client set; the answered status is computed.
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
) with (fillfactor = 75);

-- Only leads that can match stand here: matching and the create answer read these two, newest first.
create index leads_phone on leads (workspace_id, phone_e164, id)
  where phone_e164 is not null and deleted_at is null and not is_test;
create index leads_email on leads (workspace_id, email_key, id)
  where email_key is not null and deleted_at is null and not is_test;

create table checklist_groups (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  position integer not null,
  conditions jsonb,
  -- Set when a newer template leaves it out; leads that filled its items keep their values.
  retired_at timestamptz,
  primary key (workspace_id, id)
);

create table checklist_items (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  -- An item stands in the template (group_id) or belongs to one lead (lead_id).
  group_id uuid,
  lead_id uuid,
  code text not null,
  label text not null,
  field_type text not null check (field_type in ('TEXT', 'NUMBER', 'DATE', 'EMAIL', 'PHONE', 'EIN', 'SELECT', 'ADDRESS', 'TOOL', 'FILE', 'BANK_STATEMENT', 'ID', 'TAX_RETURN')),
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
  foreign key (workspace_id, lead_id) references leads (workspace_id, id),
  check (num_nonnulls(group_id, lead_id) = 1)
);
create unique index checklist_items_template_code on checklist_items (workspace_id, code)
  where lead_id is null and retired_at is null;
create unique index checklist_items_lead_code on checklist_items (workspace_id, lead_id, code)
  where lead_id is not null;

-- Only items that a call touched have a row. The public id of a lead's item is derived from lead_id and checklist_item_id.
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
  primary key (workspace_id, lead_id, checklist_item_id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id),
  foreign key (workspace_id, checklist_item_id) references checklist_items (workspace_id, id)
);

create table tags (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  -- The first-seen spelling; tag_key is what all spellings share.
  name text not null,
  tag_key text not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, tag_key)
);

create table lead_tags (
  workspace_id uuid not null,
  lead_id uuid not null,
  tag_id uuid not null,
  position smallint not null,
  primary key (workspace_id, lead_id, tag_id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id),
  foreign key (workspace_id, tag_id) references tags (workspace_id, id)
);
create index lead_tags_tag on lead_tags (workspace_id, tag_id, lead_id);

create table tools (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  name text not null,
  description text,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  unique (workspace_id, name)
);

create table action_logs (
  workspace_id uuid not null,
  lead_id uuid not null,
  id uuid not null,
  type text not null check (type in ('MESSAGE', 'FOLLOW_UP_MESSAGE', 'TOOL_CALL', 'MANUAL_UPDATE', 'SYSTEM_NOTE', 'DOCUMENT_UPLOAD', 'PORTAL_UPDATE', 'PORTAL_SUBMISSION', 'API_ACTIVITY')),
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
  foreign key (workspace_id, lead_id) references leads (workspace_id, id),
  foreign key (workspace_id, lead_id, parent_action_id) references action_logs (workspace_id, lead_id, id),
  foreign key (workspace_id, tool_id) references tools (workspace_id, id)
) with (fillfactor = 75);

create table messages (
  workspace_id uuid not null,
  lead_id uuid not null,
  id uuid not null,
  action_log_id uuid not null,
  channel text not null,
  direction text not null check (direction in ('INBOUND', 'OUTBOUND')),
  subject text,
  body text,
  created_at timestamptz not null default now(),
  primary key (workspace_id, lead_id, id),
  foreign key (workspace_id, lead_id, action_log_id) references action_logs (workspace_id, lead_id, id)
);
create index messages_action_log on messages (workspace_id, lead_id, action_log_id);

create table documents (
  workspace_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  action_log_id uuid,
  message_id uuid,
  checklist_item_id uuid,
  filename text not null,
  mime_type text not null,
  size bigint not null check (size >= 0),
  storage_key text not null,
  external_id text,
  extraction_status text,
  overall_valid boolean,
  validation_result jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id),
  foreign key (workspace_id, lead_id, action_log_id) references action_logs (workspace_id, lead_id, id),
  foreign key (workspace_id, lead_id, message_id) references messages (workspace_id, lead_id, id),
  foreign key (workspace_id, checklist_item_id) references checklist_items (workspace_id, id)
);
create index documents_lead on documents (workspace_id, lead_id, id);

-- Each pair stands twice, once from either side.
create table lead_matches (
  workspace_id uuid not null,
  lead_id uuid not null,
  matched_lead_id uuid not null,
  matched_on text[] not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, lead_id, matched_lead_id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id),
  foreign key (workspace_id, matched_lead_id) references leads (workspace_id, id),
  check (lead_id <> matched_lead_id)
);

-- The enrichment that a lead is still owed: written with the lead, gone when it is done. What stays here too long, the
-- reconciler queues again. A job counts only for the generation it read; a later change of the lead begins a new one.
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
  primary key (workspace_id, lead_id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0);

-- Events to hand to the queue. A row lives from the commit of its cause until the relay has handed it over.
create table outbox (
  workspace_id uuid not null references workspaces (id),
  id bigint generated always as identity,
  topic text not null,
  lead_ids uuid[] not null,
  request_ids text[],
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

create table idempotency_keys (
  workspace_id uuid not null references workspaces (id),
  route text not null,
  key text not null,
  fingerprint bytea not null,
  status smallint not null,
  body text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (workspace_id, route, key)
);
create index idempotency_keys_expiry on idempotency_keys (workspace_id, expires_at);

create table webhook_endpoints (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  url text not null,
  events text[] not null,
  -- Signing needs the secrets themselves; several while a rotation lasts.
  signing_secrets text[] not null,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);

create table webhook_deliveries (
  workspace_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  lead_id uuid,
  event text not null,
  payload jsonb not null,
  attempts integer not null default 0,
  response_status smallint,
  error text,
  delivered_at timestamptz,
  next_attempt_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, endpoint_id) references webhook_endpoints (workspace_id, id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id)
);
create index webhook_deliveries_endpoint on webhook_deliveries (workspace_id, endpoint_id, id);
