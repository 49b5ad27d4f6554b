-- no transaction
-- Contact data that stands for none has no key any more, so lists find it by what is shown. A merge finds whoever has opted out, however many match.
-- The index leads_unmatched_phone is of the version before; a later migration drops it.
-- step: phones without a key
create index concurrently if not exists leads_keyless_phone on leads (workspace_id, md5(coalesce(phone_e164, phone_raw)), id)
  where phone_raw is not null and phone_key is null and deleted_at is null;
-- step: emails without a key
create index concurrently if not exists leads_keyless_email on leads (workspace_id, md5(lower(email)), id)
  where email is not null and email_key is null and deleted_at is null;
-- step: phones that have opted out
create index concurrently if not exists leads_opted_out_phone on leads (workspace_id, phone_key, id)
  where opt_out_at is not null and phone_key is not null and deleted_at is null and not is_test;
-- step: emails that have opted out
create index concurrently if not exists leads_opted_out_email on leads (workspace_id, email_key, id)
  where opt_out_at is not null and email_key is not null and deleted_at is null and not is_test;
-- Numbers, addresses and @domains that a workspace never wants matched.
-- step: placeholders of a workspace
alter table workspaces add column if not exists placeholders text[] not null default '{}';
