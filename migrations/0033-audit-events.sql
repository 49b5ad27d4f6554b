-- Who did what to a workspace, and who read which lead. Rows are only ever added: the role of the processes can't change or delete them.
create table audit_events (
  workspace_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  -- key, console, cli, source, import or system
  actor_kind text not null,
  -- Id of a key, a source or an import, or the name of a person; empty for the system.
  actor text not null,
  -- Such as key.created
  action text not null,
  subject_type text not null,
  subject_id text not null,
  address text,
  request_id text,
  -- Neither personal data nor secrets.
  details jsonb not null default '{}',
  primary key (workspace_id, id)
);
create index audit_events_of_subject on audit_events (workspace_id, subject_id, id);
create index audit_events_of_actor on audit_events (workspace_id, actor, id);
do $$ begin
  if exists (select from pg_roles where rolname = 'intake_app') then
    revoke update, delete on audit_events from intake_app;
  end if;
end $$;
