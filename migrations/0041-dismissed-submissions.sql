-- no transaction
-- A submission that a person dismissed is there once too, however often its sender sends it again.
-- step: waiting
create unique index concurrently if not exists submissions_waiting_once on submissions (workspace_id, source_id, md5(external_id))
  where (status in ('RECEIVED', 'QUARANTINED') or (status = 'REFUSED' and code = 'dismissed')) and external_id is not null;
-- step: once
drop index concurrently if exists submissions_once;
