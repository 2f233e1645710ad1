-- The alignment score of each day, so that a year of it is one short read.
create table alignment_day (
  workspace_id uuid not null references workspace (id),
  -- The project, or the zero UUID for the whole company.
  scope_id uuid not null,
  day date not null,
  score smallint check (score between 0 and 100),
  held boolean not null,
  -- Component → 0–1, those in use.
  component_values jsonb not null,
  computed_at timestamptz not null,
  primary key (workspace_id, scope_id, day)
);
