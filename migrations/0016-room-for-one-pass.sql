-- A lead's jobs now update it once, in the statement that updates its timeline entry, so that its first version still fills its place until
-- that transaction has ended. With this much room both fit on their page, and neither needs new entries in the indexes.
alter table leads set (fillfactor = 30);
alter table action_logs set (fillfactor = 25);
