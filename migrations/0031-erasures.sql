-- People are erased on demand: by a job that goes on after a kill, until it is done. What came in and became no lead is found by keyed hashes.
create table erasures (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  lead_id uuid not null,
  reason text,
  -- The number and the address are to stay suppressed, as keyed hashes.
  suppress boolean not null,
  requested_at timestamptz not null,
  done_at timestamptz,
  primary key (workspace_id, id)
);
create unique index erasures_of_lead on erasures (workspace_id, lead_id);
create index erasures_due on erasures (requested_at) where done_at is null;
alter table submissions add column contact_keys text[];
