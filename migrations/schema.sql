create table action_logs (
  workspace_id uuid not null,
  lead_id uuid not null,
  id uuid not null,
  created_at timestamp with time zone not null,
  completed_at timestamp with time zone,
  scheduled_at timestamp with time zone,
  type text not null,
  status text not null,
  summary text,
  input jsonb,
  output jsonb,
  error text,
  parent_action_id uuid,
  tool_id uuid
);

create table activity_facts (
  workspace_id uuid not null,
  lead_id uuid not null,
  action_log_id uuid not null,
  at timestamp with time zone not null,
  matches smallint,
  phone_matches smallint,
  email_matches smallint,
  phone text,
  phone_country text,
  phone_kind text,
  zone text,
  zone_confidence text,
  zone_alternatives text[],
  missing uuid[]
);

create table api_keys (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  prefix text not null,
  secret_sha256 bytea not null,
  scopes text[] not null,
  is_test boolean not null default false,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  rate_limit integer,
  rate_burst integer,
  allowed_addresses text[],
  is_publishable boolean not null default false,
  allowed_origins text[],
  has_checksum boolean not null default false
);

create table audit_events (
  workspace_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor text not null,
  action text not null,
  subject_type text not null,
  subject_id text not null,
  address text,
  request_id text,
  details jsonb not null default '{}'::jsonb
);

create table checklist_groups (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  "position" integer not null,
  conditions jsonb,
  retired_at timestamp with time zone
);

create table checklist_items (
  workspace_id uuid not null,
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
  "position" integer not null,
  retired_at timestamp with time zone,
  created_at timestamp with time zone not null default now()
);

create table configuration_revision (
  only_row boolean not null default true,
  revision bigint not null
);

create table consents (
  workspace_id uuid not null,
  lead_id uuid not null,
  id uuid not null,
  channel text not null,
  status text not null,
  purpose text,
  text text,
  seller text,
  captured_at timestamp with time zone not null,
  ip text,
  user_agent text,
  page_url text,
  certificate_url text,
  evidence jsonb,
  recorded_at timestamp with time zone not null
);

create table documents (
  workspace_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  action_log_id uuid,
  message_id uuid,
  checklist_item_id uuid,
  filename text not null,
  mime_type text not null,
  size bigint not null,
  storage_key text not null,
  external_id text,
  extraction_status text,
  overall_valid boolean,
  validation_result jsonb,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);

create table ended_console_sessions (
  id uuid not null,
  expires_at timestamp with time zone not null
);

create table erasures (
  workspace_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  reason text,
  suppress boolean not null,
  requested_at timestamp with time zone not null,
  done_at timestamp with time zone
);

create table fleet_readings (
  name text not null,
  value jsonb not null,
  read_at timestamp with time zone not null
);

create table idempotency_keys (
  workspace_id uuid not null,
  route text not null,
  key text not null,
  fingerprint bytea not null,
  status smallint not null,
  body text,
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  lead_ids uuid[] not null default '{}'::uuid[]
) with (toast_tuple_target=8160);

create table import_chunks (
  workspace_id uuid not null,
  import_id uuid not null,
  number integer not null,
  results text not null
);

create table imports (
  workspace_id uuid not null,
  id uuid not null,
  status text not null,
  format text not null,
  filename text,
  is_test boolean not null,
  duplicate_policy text,
  csv jsonb,
  runner text not null,
  has_file boolean not null,
  size bigint not null default 0,
  sha256 bytea,
  byte_offset bigint not null default 0,
  chunks integer not null default 0,
  rows_read bigint not null default 0,
  created bigint not null default 0,
  merged bigint not null default 0,
  refused bigint not null default 0,
  ids_at timestamp with time zone not null default now(),
  next_ids_at timestamp with time zone not null default now(),
  lease_id uuid,
  leased_until timestamp with time zone,
  attempts integer not null default 0,
  cancel_requested_at timestamp with time zone,
  error text,
  created_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  completed_at timestamp with time zone,
  next_line bigint,
  warned bigint not null default 0
);

create table ingestion_warnings (
  workspace_id uuid not null,
  day date not null,
  kind text not null,
  subject text not null,
  count bigint not null,
  first_seen timestamp with time zone not null,
  last_seen timestamp with time zone not null,
  examples jsonb not null
);

create table lead_completions (
  workspace_id uuid not null,
  lead_id uuid not null,
  completed_at timestamp with time zone not null default now()
);

create table lead_matches (
  workspace_id uuid not null,
  lead_id uuid not null,
  found jsonb not null
);

create table lead_merges (
  workspace_id uuid not null,
  lead_id uuid not null,
  into_id uuid not null,
  merged_at timestamp with time zone not null,
  filled text[] not null,
  custom_names text[] not null,
  tag_ids uuid[] not null,
  item_ids uuid[] not null,
  moved_item_ids uuid[] not null
);

create table lead_searchables (
  workspace_id uuid not null,
  key bigint not null,
  lead_id uuid not null
);

create table lead_tags (
  workspace_id uuid not null,
  tag_id uuid not null,
  lead_id uuid not null
);

create table lead_timezones (
  workspace_id uuid not null,
  lead_id uuid not null,
  phone_e164 text not null,
  zone text,
  confidence text not null,
  alternatives text[],
  basis text,
  table_version text not null
);

create table lead_words (
  workspace_id uuid not null,
  word text not null,
  lead_id uuid not null
);

create table leads (
  workspace_id uuid not null,
  id uuid not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  opt_out_at timestamp with time zone,
  email_verified_at timestamp with time zone,
  phone_verified_at timestamp with time zone,
  submitted_at timestamp with time zone,
  is_test boolean not null,
  first_name text not null,
  middle_name text,
  last_name text,
  business_name text,
  phone_raw text,
  phone_e164 text,
  phone_extension text,
  phone_key text,
  email text,
  email_key text,
  external_lead_id text,
  external_portal_link text,
  website text,
  timezone text,
  assignee_type text not null,
  status_set text,
  source text not null,
  checklist jsonb,
  tag_ids uuid[],
  custom jsonb,
  attribution jsonb
);

create table messages (
  workspace_id uuid not null,
  lead_id uuid not null,
  id uuid not null,
  action_log_id uuid not null,
  channel text not null,
  direction text not null,
  subject text,
  body text,
  created_at timestamp with time zone not null default now()
);

create table outbox (
  workspace_id uuid not null,
  id bigint generated always as identity not null,
  topic text not null,
  lead_ids uuid[] not null,
  request_ids text[],
  created_at timestamp with time zone not null default now(),
  traceparents text[]
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, autovacuum_vacuum_cost_delay=0);

create table owed_enrichments (
  workspace_id uuid not null,
  lead_id uuid not null,
  generation integer not null default 1,
  action_log_id uuid not null,
  requested_at timestamp with time zone not null default now(),
  requeued integer not null default 0,
  queued_at timestamp with time zone not null default now(),
  dead_at timestamp with time zone,
  dead_job text,
  dead_reason text,
  dead_attempts integer,
  earlier_log_ids uuid[] not null default '{}'::uuid[]
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=10000, autovacuum_vacuum_cost_delay=0);

create table pending_files (
  workspace_id uuid not null,
  storage_key text not null,
  doomed_at timestamp with time zone,
  created_at timestamp with time zone not null default now()
);

create table sources (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  name text not null,
  token text not null,
  secrets text,
  mapping jsonb,
  defaults jsonb not null default '{}'::jsonb,
  duplicate_policy text,
  settings jsonb not null default '{}'::jsonb,
  health text not null default 'OK'::text,
  health_reason text,
  last_received_at timestamp with time zone,
  reconciled_at timestamp with time zone,
  paused_at timestamp with time zone,
  deleted_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now()
);

create table submissions (
  workspace_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  external_id text,
  received_at timestamp with time zone not null,
  content_type text,
  headers jsonb,
  body bytea,
  ip text,
  user_agent text,
  status text not null,
  code text,
  errors jsonb,
  lead_id uuid,
  is_test boolean not null default false,
  attempts integer not null default 0,
  next_attempt_at timestamp with time zone,
  contact_keys text[]
);

create table suppressions (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  key text not null,
  channels text[] not null,
  reason text not null,
  lead_id uuid,
  since timestamp with time zone not null,
  expires_at timestamp with time zone,
  lifted_at timestamp with time zone,
  lift_reason text,
  enforced_at timestamp with time zone
);

create table tags (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  tag_key text not null,
  created_at timestamp with time zone not null default now()
);

create table tools (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  description text,
  created_at timestamp with time zone not null default now()
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
  delivered_at timestamp with time zone,
  next_attempt_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  ord bigint generated always as identity not null,
  status text not null default 'PENDING'::text,
  lease_id uuid,
  leased_until timestamp with time zone,
  response_excerpt text
);

create table webhook_endpoints (
  workspace_id uuid not null,
  id uuid not null,
  url text not null,
  events text[] not null,
  signing_secrets text[] not null,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  description text,
  old_secret_until timestamp with time zone,
  disabled_reason text,
  failures integer not null default 0,
  failing_since timestamp with time zone,
  paused_until timestamp with time zone,
  deleted_at timestamp with time zone,
  api_activity boolean not null default false
);

create table workspaces (
  id uuid not null,
  slug text not null,
  name text not null,
  default_region text not null default 'US'::text,
  template_revision integer not null default 0,
  created_at timestamp with time zone not null default now(),
  calling_from text not null default '08:00'::text,
  calling_to text not null default '21:00'::text,
  duplicate_policy text not null default 'flag'::text,
  placeholders text[] not null default '{}'::text[],
  searchable_fields text[] not null default '{}'::text[],
  searchable_ready text[] not null default '{}'::text[],
  unknown_fields text not null default 'keep'::text,
  unique_external_ids boolean not null default false,
  keep_leads_days integer,
  keep_deleted_days integer,
  name_search text not null default 'off'::text
);

alter table action_logs add constraint action_logs_pkey PRIMARY KEY (workspace_id, lead_id, id);

alter table action_logs add constraint action_logs_status_check1 CHECK ((status = ANY (ARRAY['PENDING'::text, 'AWAITING_APPROVAL'::text, 'COMPLETED'::text, 'CANCELLED'::text, 'FAILED'::text])));

alter table action_logs add constraint action_logs_type_check1 CHECK ((type = ANY (ARRAY['MESSAGE'::text, 'FOLLOW_UP_MESSAGE'::text, 'TOOL_CALL'::text, 'MANUAL_UPDATE'::text, 'SYSTEM_NOTE'::text, 'DOCUMENT_UPLOAD'::text, 'PORTAL_UPDATE'::text, 'PORTAL_SUBMISSION'::text, 'API_ACTIVITY'::text])));

alter table activity_facts add constraint activity_facts_pkey PRIMARY KEY (workspace_id, lead_id, action_log_id);

alter table api_keys add constraint api_keys_burst_needs_limit CHECK (((rate_burst IS NULL) OR (rate_limit IS NOT NULL)));

alter table api_keys add constraint api_keys_pkey PRIMARY KEY (workspace_id, id);

alter table api_keys add constraint api_keys_prefix_key UNIQUE (prefix);

alter table api_keys add constraint api_keys_rate_burst_check CHECK ((rate_burst > 0));

alter table api_keys add constraint api_keys_rate_limit_check CHECK ((rate_limit > 0));

alter table api_keys add constraint api_keys_secret_sha256_check CHECK ((octet_length(secret_sha256) = 32));

alter table audit_events add constraint audit_events_pkey PRIMARY KEY (workspace_id, id);

alter table checklist_groups add constraint checklist_groups_pkey PRIMARY KEY (workspace_id, id);

alter table checklist_items add constraint checklist_items_check CHECK ((num_nonnulls(group_id, lead_id) = 1));

alter table checklist_items add constraint checklist_items_field_type_check CHECK ((field_type = ANY (ARRAY['TEXT'::text, 'NUMBER'::text, 'DATE'::text, 'EMAIL'::text, 'PHONE'::text, 'EIN'::text, 'SELECT'::text, 'ADDRESS'::text, 'TOOL'::text, 'FILE'::text, 'BANK_STATEMENT'::text, 'ID'::text, 'TAX_RETURN'::text])));

alter table checklist_items add constraint checklist_items_pkey PRIMARY KEY (workspace_id, id);

alter table configuration_revision add constraint configuration_revision_only_row_check CHECK (only_row);

alter table configuration_revision add constraint configuration_revision_pkey PRIMARY KEY (only_row);

alter table consents add constraint consents_channel_check CHECK ((channel = ANY (ARRAY['any'::text, 'call'::text, 'sms'::text, 'email'::text])));

alter table consents add constraint consents_pkey PRIMARY KEY (workspace_id, lead_id, id);

alter table consents add constraint consents_status_check CHECK ((status = ANY (ARRAY['granted'::text, 'withdrawn'::text])));

alter table documents add constraint documents_pkey PRIMARY KEY (workspace_id, id);

alter table documents add constraint documents_size_check CHECK ((size >= 0));

alter table ended_console_sessions add constraint ended_console_sessions_pkey PRIMARY KEY (id);

alter table erasures add constraint erasures_pkey PRIMARY KEY (workspace_id, id);

alter table fleet_readings add constraint fleet_readings_pkey PRIMARY KEY (name);

alter table idempotency_keys add constraint idempotency_keys_pkey PRIMARY KEY (workspace_id, route, key);

alter table import_chunks add constraint import_chunks_pkey PRIMARY KEY (workspace_id, import_id, number);

alter table imports add constraint imports_duplicate_policy_check CHECK ((duplicate_policy = ANY (ARRAY['flag'::text, 'reject'::text, 'merge'::text])));

alter table imports add constraint imports_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'ndjson'::text])));

alter table imports add constraint imports_pkey PRIMARY KEY (workspace_id, id);

alter table imports add constraint imports_runner_check CHECK ((runner = ANY (ARRAY['gateway'::text, 'admin'::text])));

alter table imports add constraint imports_status_check CHECK ((status = ANY (ARRAY['RECEIVING'::text, 'RECEIVED'::text, 'RUNNING'::text, 'COMPLETED'::text, 'FAILED'::text, 'CANCELLED'::text])));

alter table ingestion_warnings add constraint ingestion_warnings_pkey PRIMARY KEY (workspace_id, day, kind, subject);

alter table ingestion_warnings add constraint ingestion_warnings_subject_check CHECK ((char_length(subject) <= 100));

alter table lead_completions add constraint lead_completions_pkey PRIMARY KEY (workspace_id, lead_id);

alter table lead_matches add constraint lead_matches_pkey PRIMARY KEY (workspace_id, lead_id);

alter table lead_merges add constraint lead_merges_pkey PRIMARY KEY (workspace_id, lead_id);

alter table lead_searchables add constraint lead_searchables_pkey PRIMARY KEY (workspace_id, key, lead_id);

alter table lead_tags add constraint lead_tags_pkey PRIMARY KEY (workspace_id, tag_id, lead_id);

alter table lead_timezones add constraint lead_timezones_confidence_check CHECK ((confidence = ANY (ARRAY['high'::text, 'medium'::text, 'low'::text, 'none'::text])));

alter table lead_timezones add constraint lead_timezones_pkey PRIMARY KEY (workspace_id, lead_id, phone_e164);

alter table lead_words add constraint lead_words_pkey PRIMARY KEY (workspace_id, word, lead_id);

alter table leads add constraint leads_assignee_type_check1 CHECK ((assignee_type = ANY (ARRAY['AI_AGENT'::text, 'HUMAN_AGENT'::text])));

alter table leads add constraint leads_pkey PRIMARY KEY (workspace_id, id);

alter table leads add constraint leads_status_set_check1 CHECK ((status_set = ANY (ARRAY['COMPLETED'::text, 'IN_PROGRESS'::text, 'NOT_INTERESTED'::text])));

alter table messages add constraint messages_direction_check CHECK ((direction = ANY (ARRAY['INBOUND'::text, 'OUTBOUND'::text])));

alter table messages add constraint messages_pkey PRIMARY KEY (workspace_id, lead_id, id);

alter table outbox add constraint outbox_pkey PRIMARY KEY (workspace_id, id);

alter table owed_enrichments add constraint owed_enrichments_pkey PRIMARY KEY (workspace_id, lead_id);

alter table pending_files add constraint pending_files_pkey PRIMARY KEY (workspace_id, storage_key);

alter table sources add constraint sources_duplicate_policy_check CHECK ((duplicate_policy = ANY (ARRAY['flag'::text, 'reject'::text, 'merge'::text])));

alter table sources add constraint sources_health_check CHECK ((health = ANY (ARRAY['OK'::text, 'SILENT'::text, 'DEGRADED'::text])));

alter table sources add constraint sources_pkey PRIMARY KEY (workspace_id, id);

alter table submissions add constraint submissions_pkey PRIMARY KEY (workspace_id, id);

alter table submissions add constraint submissions_status_check CHECK ((status = ANY (ARRAY['RECEIVED'::text, 'ACCEPTED'::text, 'DUPLICATE'::text, 'QUARANTINED'::text, 'TEST'::text, 'REFUSED'::text])));

alter table suppressions add constraint suppressions_kind_check CHECK ((kind = ANY (ARRAY['phone'::text, 'email'::text, 'domain'::text, 'lead'::text])));

alter table suppressions add constraint suppressions_pkey PRIMARY KEY (workspace_id, id);

alter table tags add constraint tags_pkey PRIMARY KEY (workspace_id, id);

alter table tags add constraint tags_workspace_id_tag_key_key UNIQUE (workspace_id, tag_key);

alter table tools add constraint tools_pkey PRIMARY KEY (workspace_id, id);

alter table tools add constraint tools_workspace_id_name_key UNIQUE (workspace_id, name);

alter table webhook_deliveries add constraint webhook_deliveries_pkey PRIMARY KEY (workspace_id, id);

alter table webhook_deliveries add constraint webhook_deliveries_status_check CHECK ((status = ANY (ARRAY['PENDING'::text, 'DELIVERED'::text, 'FAILED'::text])));

alter table webhook_endpoints add constraint webhook_endpoints_pkey PRIMARY KEY (workspace_id, id);

alter table workspaces add constraint workspaces_calling_from_check CHECK ((calling_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'::text));

alter table workspaces add constraint workspaces_calling_to_check CHECK ((calling_to ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'::text));

alter table workspaces add constraint workspaces_default_region_check CHECK ((default_region ~ '^[A-Z]{2}$'::text));

alter table workspaces add constraint workspaces_duplicate_policy_check CHECK ((duplicate_policy = ANY (ARRAY['flag'::text, 'reject'::text, 'merge'::text])));

alter table workspaces add constraint workspaces_keep_deleted_days_check CHECK ((keep_deleted_days > 0));

alter table workspaces add constraint workspaces_keep_leads_days_check CHECK ((keep_leads_days > 0));

alter table workspaces add constraint workspaces_name_search_check CHECK ((name_search = ANY (ARRAY['off'::text, 'filling'::text, 'on'::text])));

alter table workspaces add constraint workspaces_pkey PRIMARY KEY (id);

alter table workspaces add constraint workspaces_slug_check CHECK ((slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'::text));

alter table workspaces add constraint workspaces_slug_key UNIQUE (slug);

alter table workspaces add constraint workspaces_unknown_fields_check CHECK ((unknown_fields = ANY (ARRAY['keep'::text, 'ignore'::text, 'reject'::text])));

alter table action_logs add constraint action_logs_parent_fkey FOREIGN KEY (workspace_id, lead_id, parent_action_id) REFERENCES action_logs(workspace_id, lead_id, id);

alter table action_logs add constraint action_logs_tool_fkey FOREIGN KEY (workspace_id, tool_id) REFERENCES tools(workspace_id, id);

alter table api_keys add constraint api_keys_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id);

alter table checklist_groups add constraint checklist_groups_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id);

alter table checklist_items add constraint checklist_items_lead_fkey FOREIGN KEY (workspace_id, lead_id) REFERENCES leads(workspace_id, id);

alter table checklist_items add constraint checklist_items_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id);

alter table checklist_items add constraint checklist_items_workspace_id_group_id_fkey FOREIGN KEY (workspace_id, group_id) REFERENCES checklist_groups(workspace_id, id);

alter table documents add constraint documents_action_log_fkey FOREIGN KEY (workspace_id, lead_id, action_log_id) REFERENCES action_logs(workspace_id, lead_id, id);

alter table documents add constraint documents_lead_fkey FOREIGN KEY (workspace_id, lead_id) REFERENCES leads(workspace_id, id);

alter table documents add constraint documents_workspace_id_checklist_item_id_fkey FOREIGN KEY (workspace_id, checklist_item_id) REFERENCES checklist_items(workspace_id, id);

alter table documents add constraint documents_workspace_id_lead_id_message_id_fkey FOREIGN KEY (workspace_id, lead_id, message_id) REFERENCES messages(workspace_id, lead_id, id);

alter table erasures add constraint erasures_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id);

alter table import_chunks add constraint import_chunks_workspace_id_import_id_fkey FOREIGN KEY (workspace_id, import_id) REFERENCES imports(workspace_id, id) ON DELETE CASCADE;

alter table imports add constraint imports_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id);

alter table ingestion_warnings add constraint ingestion_warnings_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id);

alter table lead_completions add constraint lead_completions_lead_fkey FOREIGN KEY (workspace_id, lead_id) REFERENCES leads(workspace_id, id);

alter table messages add constraint messages_action_log_fkey FOREIGN KEY (workspace_id, lead_id, action_log_id) REFERENCES action_logs(workspace_id, lead_id, id);

alter table pending_files add constraint pending_files_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id);

alter table sources add constraint sources_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id);

alter table suppressions add constraint suppressions_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id);

alter table tags add constraint tags_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id);

alter table tools add constraint tools_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id);

alter table webhook_deliveries add constraint webhook_deliveries_lead_fkey FOREIGN KEY (workspace_id, lead_id) REFERENCES leads(workspace_id, id);

alter table webhook_deliveries add constraint webhook_deliveries_workspace_id_endpoint_id_fkey FOREIGN KEY (workspace_id, endpoint_id) REFERENCES webhook_endpoints(workspace_id, id);

alter table webhook_endpoints add constraint webhook_endpoints_workspace_id_fkey FOREIGN KEY (workspace_id) REFERENCES workspaces(id);

CREATE INDEX activity_facts_at ON public.activity_facts USING btree (workspace_id, at, lead_id);

CREATE INDEX audit_events_of_actor ON public.audit_events USING btree (workspace_id, actor, id);

CREATE INDEX audit_events_of_subject ON public.audit_events USING btree (workspace_id, subject_id, id);

CREATE UNIQUE INDEX checklist_items_lead_code ON public.checklist_items USING btree (workspace_id, lead_id, code) WHERE (lead_id IS NOT NULL);

CREATE UNIQUE INDEX checklist_items_template_code ON public.checklist_items USING btree (workspace_id, code) WHERE ((lead_id IS NULL) AND (retired_at IS NULL));

CREATE INDEX documents_lead ON public.documents USING btree (workspace_id, lead_id, id);

CREATE INDEX erasures_due ON public.erasures USING btree (requested_at) WHERE (done_at IS NULL);

CREATE UNIQUE INDEX erasures_of_lead ON public.erasures USING btree (workspace_id, lead_id);

CREATE INDEX idempotency_keys_expiry ON public.idempotency_keys USING btree (workspace_id, expires_at);

CREATE INDEX imports_ended ON public.imports USING btree (completed_at) WHERE (status = ANY (ARRAY['COMPLETED'::text, 'FAILED'::text, 'CANCELLED'::text]));

CREATE INDEX imports_left_over ON public.imports USING btree (completed_at) WHERE ((status = ANY (ARRAY['COMPLETED'::text, 'CANCELLED'::text])) AND has_file);

CREATE INDEX imports_open ON public.imports USING btree (created_at) WHERE (status = ANY (ARRAY['RECEIVED'::text, 'RUNNING'::text]));

CREATE INDEX imports_receiving ON public.imports USING btree (created_at) WHERE (status = 'RECEIVING'::text);

CREATE INDEX lead_merges_into ON public.lead_merges USING btree (workspace_id, into_id);

CREATE INDEX lead_words_lead ON public.lead_words USING btree (lead_id, workspace_id);

CREATE INDEX leads_deleted ON public.leads USING btree (workspace_id, deleted_at) WHERE (deleted_at IS NOT NULL);

CREATE INDEX leads_email ON public.leads USING btree (workspace_id, email_key, id) WHERE ((email_key IS NOT NULL) AND (deleted_at IS NULL) AND (NOT is_test));

CREATE INDEX leads_external_id ON public.leads USING btree (workspace_id, hashtextextended(external_lead_id, (0)::bigint), id) WHERE ((external_lead_id IS NOT NULL) AND (deleted_at IS NULL));

CREATE INDEX leads_keyless_email ON public.leads USING btree (workspace_id, md5(lower(email)), id) WHERE ((email IS NOT NULL) AND (email_key IS NULL) AND (deleted_at IS NULL));

CREATE INDEX leads_keyless_phone ON public.leads USING btree (workspace_id, md5(COALESCE(phone_e164, phone_raw)), id) WHERE ((phone_raw IS NOT NULL) AND (phone_key IS NULL) AND (deleted_at IS NULL));

CREATE INDEX leads_not_interested ON public.leads USING btree (workspace_id, id) WHERE ((status_set = 'NOT_INTERESTED'::text) AND (deleted_at IS NULL));

CREATE INDEX leads_opted_out ON public.leads USING btree (workspace_id, id) WHERE ((opt_out_at IS NOT NULL) AND (deleted_at IS NULL));

CREATE INDEX leads_opted_out_email ON public.leads USING btree (workspace_id, email_key, id) WHERE ((opt_out_at IS NOT NULL) AND (email_key IS NOT NULL) AND (deleted_at IS NULL) AND (NOT is_test));

CREATE INDEX leads_opted_out_phone ON public.leads USING btree (workspace_id, phone_key, id) WHERE ((opt_out_at IS NOT NULL) AND (phone_key IS NOT NULL) AND (deleted_at IS NULL) AND (NOT is_test));

CREATE INDEX leads_phone ON public.leads USING btree (workspace_id, phone_key, id) WHERE ((phone_key IS NOT NULL) AND (deleted_at IS NULL) AND (NOT is_test));

CREATE INDEX leads_review ON public.leads USING btree (workspace_id, id) WHERE ((checklist @? '$.*."status"?(@ == "NEEDS_REVIEW")'::jsonpath) AND (deleted_at IS NULL));

CREATE INDEX leads_source ON public.leads USING btree (workspace_id, source, id) WHERE (source <> 'api'::text);

CREATE INDEX leads_test ON public.leads USING btree (workspace_id, id) WHERE (is_test AND (deleted_at IS NULL));

CREATE INDEX leads_test_email ON public.leads USING btree (workspace_id, email_key, id) WHERE ((email_key IS NOT NULL) AND (deleted_at IS NULL) AND is_test);

CREATE INDEX leads_test_phone ON public.leads USING btree (workspace_id, phone_key, id) WHERE ((phone_key IS NOT NULL) AND (deleted_at IS NULL) AND is_test);

CREATE INDEX leads_unmatched_phone ON public.leads USING btree (workspace_id, md5(phone_raw), id) WHERE ((phone_raw IS NOT NULL) AND (phone_key IS NULL) AND (deleted_at IS NULL));

CREATE INDEX leads_updated ON public.leads USING btree (workspace_id, updated_at, id);

CREATE INDEX leads_utm_campaign ON public.leads USING btree (workspace_id, ((attribution #>> '{utm,campaign}'::text[])), id) WHERE (attribution IS NOT NULL);

CREATE INDEX messages_action_log ON public.messages USING btree (workspace_id, lead_id, action_log_id);

CREATE INDEX owed_enrichments_dead ON public.owed_enrichments USING btree (workspace_id, dead_at, lead_id) WHERE (dead_at IS NOT NULL);

CREATE UNIQUE INDEX sources_token ON public.sources USING btree (token);

CREATE INDEX submissions_due ON public.submissions USING btree (next_attempt_at) WHERE (status = 'RECEIVED'::text);

CREATE INDEX submissions_of_lead ON public.submissions USING btree (workspace_id, lead_id) WHERE (lead_id IS NOT NULL);

CREATE INDEX submissions_of_source ON public.submissions USING btree (workspace_id, source_id, id);

CREATE INDEX submissions_open ON public.submissions USING btree (workspace_id, status, id) WHERE (status = ANY (ARRAY['RECEIVED'::text, 'QUARANTINED'::text, 'REFUSED'::text]));

CREATE UNIQUE INDEX submissions_waiting_once ON public.submissions USING btree (workspace_id, source_id, md5(external_id)) WHERE (((status = ANY (ARRAY['RECEIVED'::text, 'QUARANTINED'::text])) OR ((status = 'REFUSED'::text) AND (code = 'dismissed'::text))) AND (external_id IS NOT NULL));

CREATE INDEX suppressions_due ON public.suppressions USING btree (since) WHERE (enforced_at IS NULL);

CREATE INDEX suppressions_of_lead ON public.suppressions USING btree (workspace_id, lead_id) WHERE (lead_id IS NOT NULL);

CREATE UNIQUE INDEX suppressions_once ON public.suppressions USING btree (workspace_id, key, channels, lead_id) NULLS NOT DISTINCT WHERE (lifted_at IS NULL);

CREATE INDEX webhook_deliveries_due ON public.webhook_deliveries USING btree (workspace_id, endpoint_id, next_attempt_at, ord) WHERE (status = 'PENDING'::text);

CREATE INDEX webhook_deliveries_endpoint ON public.webhook_deliveries USING btree (workspace_id, endpoint_id, id);

CREATE INDEX webhook_deliveries_failed ON public.webhook_deliveries USING btree (workspace_id, endpoint_id, id) WHERE (status = 'FAILED'::text);

CREATE INDEX webhook_deliveries_in_line ON public.webhook_deliveries USING btree (workspace_id, COALESCE(lead_id, id), endpoint_id, ord) WHERE (status = 'PENDING'::text);

CREATE INDEX webhook_deliveries_lead ON public.webhook_deliveries USING btree (workspace_id, lead_id) WHERE (lead_id IS NOT NULL);
