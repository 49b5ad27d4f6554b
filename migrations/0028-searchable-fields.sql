-- Lists filter by custom fields that a workspace declares. A row says that a lead has a value under a declared name, by a hash of both.
-- A workspace also says what becomes of members that are no field of a lead.
create table lead_searchables (
  workspace_id uuid not null,
  key bigint not null,
  lead_id uuid not null,
  primary key (workspace_id, key, lead_id)
);
alter table workspaces
  add column searchable_fields text[] not null default '{}',
  add column searchable_ready text[] not null default '{}',
  add column unknown_fields text not null default 'keep' check (unknown_fields in ('keep', 'ignore', 'reject'));
