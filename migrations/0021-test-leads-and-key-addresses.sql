-- no transaction
-- Why test leads have an index: they are listed by themselves, and may be few among millions.
-- Why a key has addresses: a key that leaks is of no use elsewhere.
-- step: test leads
create index concurrently if not exists leads_test on leads (workspace_id, id) where is_test and deleted_at is null;
-- step: addresses
alter table api_keys add column if not exists allowed_addresses text[];
