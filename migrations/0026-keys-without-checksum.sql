-- Why a key says whether it has a checksum: one that lacks it is looked up only if keys of its age may. False for keys made before.
alter table api_keys add column if not exists has_checksum boolean not null default false;
