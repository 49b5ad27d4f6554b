-- How many requests a second a key may send, and how many at once; null where the service's setting holds.
alter table api_keys
  add column rate_limit integer check (rate_limit > 0),
  add column rate_burst integer check (rate_burst > 0),
  add constraint api_keys_burst_needs_limit check (rate_burst is null or rate_limit is not null);

drop trigger api_keys_changed on api_keys;
create trigger api_keys_changed
  after insert or delete or update of secret_sha256, scopes, is_test, expires_at, revoked_at, rate_limit, rate_burst on api_keys
  for each statement execute function bump_configuration_revision();
