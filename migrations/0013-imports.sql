-- Imports: files of leads that are spooled first and then read row by row, from where the last reader stopped.
create table imports (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  -- RECEIVING is shown to nobody: the file isn't whole yet.
  status text not null check (status in ('RECEIVING', 'RECEIVED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED')),
  format text not null check (format in ('csv', 'ndjson')),
  filename text,
  is_test boolean not null,
  duplicate_policy text check (duplicate_policy in ('flag', 'reject', 'merge')),
  -- How a CSV is read: delimiter, tag separators, its columns and what each becomes.
  csv jsonb,
  -- Who reads the file: any gateway, or the admin command that has it.
  runner text not null check (runner in ('gateway', 'admin')),
  has_file boolean not null,
  size bigint not null default 0,
  sha256 bytea,
  -- The checkpoint: where the next row begins, and what the rows before it became.
  byte_offset bigint not null default 0,
  chunks integer not null default 0,
  rows_read bigint not null default 0,
  created bigint not null default 0,
  merged bigint not null default 0,
  refused bigint not null default 0,
  -- Times in the ids of the leads of the next chunk and of the one after it: whoever writes a row twice makes the same id.
  ids_at timestamptz not null default now(),
  next_ids_at timestamptz not null default now(),
  -- Whoever reads it, until when nobody else does, and how often it was taken up since the last checkpoint.
  lease_id uuid,
  leased_until timestamptz,
  attempts integer not null default 0,
  cancel_requested_at timestamptz,
  error text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  completed_at timestamptz,
  primary key (workspace_id, id)
);
create index imports_open on imports (created_at) where status in ('RECEIVED', 'RUNNING');
create index imports_receiving on imports (created_at) where status = 'RECEIVING';
create index imports_ended on imports (completed_at) where status in ('COMPLETED', 'FAILED', 'CANCELLED');
create index imports_left_over on imports (completed_at) where status in ('COMPLETED', 'CANCELLED') and has_file;

-- What became of the rows of an import, a JSON document a line, a few hundred rows at a time.
create table import_chunks (
  workspace_id uuid not null,
  import_id uuid not null,
  number integer not null,
  results text not null,
  primary key (workspace_id, import_id, number),
  foreign key (workspace_id, import_id) references imports (workspace_id, id) on delete cascade
);
