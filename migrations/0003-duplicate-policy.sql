-- What happens to a lead whose phone or e-mail the workspace already has; a request may ask for another policy.
alter table workspaces
  add column duplicate_policy text not null default 'flag' check (duplicate_policy in ('flag', 'reject', 'merge'));
