-- Traces go with the work: the W3C traceparent of each request of an outbox row, null where none has one. And what a
-- workspace's integration gets slightly wrong, counted by day, for whoever looks after it; no personal data.
alter table outbox add column traceparents text[];

create table ingestion_warnings (
  workspace_id uuid not null references workspaces (id),
  day date not null,
  kind text not null,
  -- A field, a code, a reason or a key's id; never a value.
  subject text not null check (char_length(subject) <= 100),
  count bigint not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  -- Ids of the newest requests, newest first.
  examples jsonb not null,
  primary key (workspace_id, day, kind, subject)
);
