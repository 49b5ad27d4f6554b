-- Files that are stored but belong to nothing yet. A row is written before a file is, and goes with the transaction that makes the file
-- somebody's: what a call left behind that was killed half-way is found here and removed.
create table pending_files (
  workspace_id uuid not null references workspaces (id),
  storage_key text not null,
  -- When it was decided to remove the file: nobody may claim it any more.
  doomed_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (workspace_id, storage_key)
);
