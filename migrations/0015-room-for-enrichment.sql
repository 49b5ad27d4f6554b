-- Each lead is updated twice by its jobs and its timeline entry once, soon after they were written, and both grow. With room for that on
-- their own page the new versions need no entries in the indexes; before, two of three updates had to make them.
alter table leads set (fillfactor = 40);
alter table action_logs set (fillfactor = 35);
