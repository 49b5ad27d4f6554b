-- Sources: addresses that others' leads come in at. What comes in is a submission; it is kept before it is understood.
create table sources (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  kind text not null,
  name text not null,
  -- The secret part of its address.
  token text not null,
  -- JSON by name, encrypted where there is a key.
  secrets text,
  mapping jsonb,
  defaults jsonb not null default '{}',
  duplicate_policy text check (duplicate_policy in ('flag', 'reject', 'merge')),
  settings jsonb not null default '{}',
  health text not null default 'OK' check (health in ('OK', 'SILENT', 'DEGRADED')),
  health_reason text,
  last_received_at timestamptz,
  -- Up to where missed leads were looked for.
  reconciled_at timestamptz,
  paused_at timestamptz,
  deleted_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create unique index sources_token on sources (token);

create table submissions (
  workspace_id uuid not null,
  id uuid not null,
  source_id uuid not null,
  -- The sender's own id.
  external_id text,
  received_at timestamptz not null,
  content_type text,
  headers jsonb,
  -- As it came, encrypted where there is a key; null where none is kept.
  body bytea,
  ip text,
  user_agent text,
  status text not null check (status in ('RECEIVED', 'ACCEPTED', 'DUPLICATE', 'QUARANTINED', 'TEST', 'REFUSED')),
  code text,
  errors jsonb,
  lead_id uuid,
  is_test boolean not null default false,
  attempts integer not null default 0,
  next_attempt_at timestamptz,
  primary key (workspace_id, id)
);
create index submissions_of_source on submissions (workspace_id, source_id, id);
-- Those that wait for something; nearly all don't.
create index submissions_open on submissions (workspace_id, status, id) where status in ('RECEIVED', 'QUARANTINED', 'REFUSED');
create index submissions_due on submissions (next_attempt_at) where status = 'RECEIVED';
create index submissions_of_lead on submissions (workspace_id, lead_id) where lead_id is not null;
-- What waits is there once, however often it is sent.
create unique index submissions_once on submissions (workspace_id, source_id, md5(external_id))
  where status in ('RECEIVED', 'QUARANTINED') and external_id is not null;

-- Keys that may stand in a page: they only submit, from these origins.
alter table api_keys add column is_publishable boolean not null default false, add column allowed_origins text[];
