-- no transaction
-- A workspace says how long it keeps leads, and deleted ones. Those whose time is over are found, and what was sent about them.
-- step: settings
alter table workspaces add column if not exists keep_leads_days integer check (keep_leads_days > 0),
  add column if not exists keep_deleted_days integer check (keep_deleted_days > 0);
-- step: deleted
create index concurrently if not exists leads_deleted on leads (workspace_id, deleted_at) where deleted_at is not null;
-- step: deliveries
create index concurrently if not exists webhook_deliveries_lead on webhook_deliveries (workspace_id, lead_id) where lead_id is not null;
