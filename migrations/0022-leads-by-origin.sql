-- no transaction
-- Why leads are found by where they came from: lists filter by source and campaign. Most leads come from `api`, where no index helps.
-- step: source
create index concurrently if not exists leads_source on leads (workspace_id, source, id) where source <> 'api';
-- step: campaign
create index concurrently if not exists leads_utm_campaign on leads (workspace_id, (attribution #>> '{utm,campaign}'), id) where attribution is not null;
