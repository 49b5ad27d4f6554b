-- A workspace may have its leads found by the words of their names, e-mails and phones. Jobs fill the rows: none of a lead's write is in here.
create table lead_words (
  workspace_id uuid not null,
  -- Compared by bytes, so that the beginning of a word is one range.
  word text collate "C" not null,
  lead_id uuid not null,
  primary key (workspace_id, word, lead_id)
);
-- The lead comes first: a look-up by word can't take this index, whatever the statistics say.
create index lead_words_lead on lead_words (lead_id, workspace_id);
alter table workspaces add column name_search text not null default 'off' check (name_search in ('off', 'filling', 'on'));
