-- no transaction
-- Leads are found by the time of their last change, and by the time of what the jobs found: for `updatedAfter` and for the feed of changes.
-- step: leads
create index concurrently if not exists leads_updated on leads (workspace_id, updated_at, id);
-- step: facts
create index concurrently if not exists activity_facts_at on activity_facts (workspace_id, at, lead_id);
