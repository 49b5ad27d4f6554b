-- Results name the line of the file, and rows that were taken with a warning are counted. An import that is under way has no line.
alter table imports add column next_line bigint, add column warned bigint not null default 0;
