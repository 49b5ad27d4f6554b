-- When a workspace may call its leads, in the called party's local time; most dialling rules say 08:00 to 21:00.
alter table workspaces
  add column calling_from text not null default '08:00' check (calling_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  add column calling_to text not null default '21:00' check (calling_to ~ '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$');
