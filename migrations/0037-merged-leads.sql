-- Two leads that are there become one: which was merged into which, and what that gave. It holds names and ids, no values: undoing compares the leads.
create table lead_merges (
  workspace_id uuid not null,
  lead_id uuid not null,
  into_id uuid not null,
  merged_at timestamptz not null,
  -- Columns of the other lead that were filled, and names of its custom fields.
  filled text[] not null,
  custom_names text[] not null,
  tag_ids uuid[] not null,
  -- Checklist items whose values were filled, and items of the lead alone that moved.
  item_ids uuid[] not null,
  moved_item_ids uuid[] not null,
  primary key (workspace_id, lead_id)
);
create index lead_merges_into on lead_merges (workspace_id, into_id);
