-- An opt-out holds for the number and the address, wherever it was said: leads look it up, none holds a copy. A ledger proves consents.
create table suppressions (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  kind text not null check (kind in ('phone', 'email', 'domain', 'lead')),
  -- What leads are found by: the key of a phone or an e-mail, @domain, or a lead's id. Once the person was erased, a keyed hash of it.
  key text not null,
  channels text[] not null,
  reason text not null,
  -- The lead that said so.
  lead_id uuid,
  since timestamptz not null,
  expires_at timestamptz,
  lifted_at timestamptz,
  lift_reason text,
  -- When everything that was still to be sent was cancelled.
  enforced_at timestamptz,
  primary key (workspace_id, id)
);
create unique index suppressions_once on suppressions (workspace_id, key, channels, lead_id) nulls not distinct where lifted_at is null;
create index suppressions_of_lead on suppressions (workspace_id, lead_id) where lead_id is not null;
create index suppressions_due on suppressions (since) where enforced_at is null;

create table consents (
  workspace_id uuid not null,
  lead_id uuid not null,
  id uuid not null,
  channel text not null check (channel in ('any', 'call', 'sms', 'email')),
  status text not null check (status in ('granted', 'withdrawn')),
  purpose text,
  text text,
  seller text,
  captured_at timestamptz not null,
  ip text,
  user_agent text,
  page_url text,
  certificate_url text,
  evidence jsonb,
  recorded_at timestamptz not null,
  primary key (workspace_id, lead_id, id)
);

-- Those who opted out before hold for their numbers and addresses, too.
insert into suppressions (workspace_id, id, kind, key, channels, reason, lead_id, since, enforced_at)
select l.workspace_id,
  (lpad(to_hex(floor(extract(epoch from l.opt_out_at) * 1000)::bigint), 12, '0') || '7' || substr(md5(l.id::text || c.kind), 1, 3)
    || '8' || substr(md5(l.id::text || c.kind), 4, 15))::uuid,
  c.kind, c.key, '{any}', 'opt_out', l.id, l.opt_out_at, null
from leads l cross join lateral (values ('phone', l.phone_key), ('email', l.email_key)) as c (kind, key)
where l.opt_out_at is not null and not l.is_test and c.key is not null
on conflict do nothing;
