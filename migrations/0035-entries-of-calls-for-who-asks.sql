-- An endpoint hears of every timeline entry; of those that calls write of themselves only where it asks for them.
alter table webhook_endpoints add column api_activity boolean not null default false;
