-- What all processes show of the database is looked at by one of them, and kept here for the others. One row for each look, overwritten every few seconds.
create table fleet_readings (
  name text primary key,
  value jsonb not null,
  read_at timestamptz not null
);
