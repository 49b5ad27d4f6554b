-- A workspace may say that an external id is one lead: the second create with it answers the first.
alter table workspaces add column unique_external_ids boolean not null default false;
