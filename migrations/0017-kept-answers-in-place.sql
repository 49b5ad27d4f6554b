-- A kept answer has some 2.5 kB. Compressing it to get under Postgres's usual 2 kB a row costs more than the kilobyte it saves for a day.
alter table idempotency_keys set (toast_tuple_target = 8160);
