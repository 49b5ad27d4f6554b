-- The role that gateway, worker, console and the admin command log in as. It reads and writes rows; it can't make, change or drop tables.
-- Run it with psql as the role that owns the tables, with POSTGRES_APP_PASSWORD in the environment. It may be run again, such as for another
-- password. The compose file runs it when the database is new.
do $$ begin
  if not exists (select from pg_roles where rolname = 'intake_app') then create role intake_app; end if;
  execute format('revoke temporary on database %I from public', current_database());
end $$;
\getenv password POSTGRES_APP_PASSWORD
alter role intake_app with login nosuperuser nocreatedb nocreaterole password :'password';
grant usage on schema public to intake_app;
-- What is there, and what migrations will make.
grant select, insert, update, delete on all tables in schema public to intake_app;
grant usage, select on all sequences in schema public to intake_app;
alter default privileges in schema public grant select, insert, update, delete on tables to intake_app;
alter default privileges in schema public grant usage, select on sequences to intake_app;
-- What was done stays on record: the role adds to it and reads it.
do $$ begin
  if to_regclass('public.audit_events') is not null then revoke update, delete on audit_events from intake_app; end if;
end $$;
