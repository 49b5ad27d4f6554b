-- Dead enrichments are few among many owed ones: an operator lists and counts them without reading the rest.
alter table owed_enrichments add column dead_attempts integer;
create index owed_enrichments_dead on owed_enrichments (workspace_id, dead_at, lead_id) where dead_at is not null;
