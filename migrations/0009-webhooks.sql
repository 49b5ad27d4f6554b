-- Webhooks out: how endpoints are doing, deliveries that are leased, retried and in order, and leads that were completed once.
alter table webhook_endpoints
  add column description text,
  -- signing_secrets holds the newest first; until then the older one signs too.
  add column old_secret_until timestamptz,
  add column disabled_reason text,
  -- Failed tries in a row, and since when. From a number on the endpoint is paused, and probed now and then.
  add column failures integer not null default 0,
  add column failing_since timestamptz,
  add column paused_until timestamptz,
  -- Deleted endpoints go with their last delivery, which pruning deletes a few at a time.
  add column deleted_at timestamptz;

-- Who is subscribed to what is part of the cached configuration; how an endpoint is doing isn't.
create trigger webhook_endpoints_changed
  after insert or delete or update of events, disabled_at, deleted_at on webhook_endpoints
  for each statement execute function bump_configuration_revision();

alter table webhook_deliveries
  -- The order of a lead's events: ids are made by several clocks, and a lead is locked while it changes.
  add column ord bigint generated always as identity,
  add column status text not null default 'PENDING' check (status in ('PENDING', 'DELIVERED', 'FAILED')),
  -- Whoever sends it, and until when nobody else does.
  add column lease_id uuid,
  add column leased_until timestamptz,
  add column response_excerpt text;

create index webhook_deliveries_due on webhook_deliveries (workspace_id, endpoint_id, next_attempt_at, ord)
  where status = 'PENDING';
-- A test event has no lead and stands in a line of its own.
create index webhook_deliveries_in_line on webhook_deliveries (workspace_id, (coalesce(lead_id, id)), endpoint_id, ord)
  where status = 'PENDING';
create index webhook_deliveries_failed on webhook_deliveries (workspace_id, endpoint_id, id) where status = 'FAILED';

-- Leads whose lead.completed was announced: it is sent once, however often the lead is opened again.
create table lead_completions (
  workspace_id uuid not null,
  lead_id uuid not null,
  completed_at timestamptz not null default now(),
  primary key (workspace_id, lead_id),
  foreign key (workspace_id, lead_id) references leads (workspace_id, id)
);
