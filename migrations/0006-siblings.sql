-- What a client's later calls need: auto-skips that can be undone, entries superseded before they were enriched, and an
-- index for each filter of the list. Partial ones, so that creating an ordinary lead pays for none but its own external id.
alter table lead_checklist_values
  -- The status of an item before completing the lead skipped it; null unless it was skipped so.
  add column skipped_from text check (skipped_from in ('TODO', 'INVALID'));

alter table owed_enrichments
  -- Entries of earlier calls that were still to be enriched when a later call came.
  add column earlier_log_ids uuid[] not null default '{}';

create index lead_checklist_values_review on lead_checklist_values (workspace_id, lead_id) where status = 'NEEDS_REVIEW';

create index leads_external_id on leads (workspace_id, external_lead_id, id)
  where external_lead_id is not null and deleted_at is null;
create index leads_opted_out on leads (workspace_id, id) where opt_out_at is not null and deleted_at is null;
create index leads_not_interested on leads (workspace_id, id)
  where status_set = 'NOT_INTERESTED' and deleted_at is null;
-- leads_phone and leads_email hold what can match; these hold the rest that can be looked for.
create index leads_test_phone on leads (workspace_id, phone_e164, id)
  where phone_e164 is not null and deleted_at is null and is_test;
create index leads_test_email on leads (workspace_id, email_key, id)
  where email_key is not null and deleted_at is null and is_test;
-- A phone that can't be parsed may be of any length, an index entry may not.
create index leads_unparsed_phone on leads (workspace_id, md5(phone_raw), id)
  where phone_raw is not null and phone_e164 is null and deleted_at is null;
