-- Goals that departments share: a tree, an owner in each department, how far, how sure, and what contributes.
create table goal (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  parent_id uuid,
  project_id uuid,
  name text not null check (length(name) between 1 and 200),
  why text not null default '',
  from_on date not null,
  to_on date not null,
  -- { kind, metric?, combine?, source?, campaignId?, pipelineId?, familyId? }
  measure jsonb not null,
  unit text not null check (unit in ('count', 'money', 'percent', 'number')),
  unit_label text,
  start_value double precision not null,
  target_value double precision not null,
  -- The newest measurement, so that lists and trees read one row.
  value double precision,
  progress double precision,
  expected double precision not null default 0,
  pace double precision,
  projected double precision,
  health text not null default 'not_started' check (health in ('not_started', 'on_track', 'at_risk', 'off', 'achieved', 'missed')),
  off_since timestamptz,
  measured_at timestamptz,
  search text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, parent_id) references goal (workspace_id, id),
  check (from_on < to_on),
  check (start_value <> target_value)
);
create index goal_by_period on goal (workspace_id, to_on desc, id desc) where deleted_at is null;
create index goal_by_parent on goal (workspace_id, parent_id) where parent_id is not null and deleted_at is null;
create index goal_by_project on goal (workspace_id, project_id, to_on desc, id desc) where project_id is not null and deleted_at is null;
create index goal_off on goal (workspace_id, off_since) where off_since is not null and deleted_at is null;
create index goal_to_measure on goal (workspace_id, measured_at nulls first) where deleted_at is null;

create table goal_owner (
  workspace_id uuid not null,
  goal_id uuid not null,
  department_id uuid not null,
  position integer not null,
  owner_id uuid not null,
  primary key (workspace_id, goal_id, department_id),
  foreign key (workspace_id, goal_id) references goal (workspace_id, id),
  foreign key (workspace_id, department_id) references department (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id)
);
create index goal_owner_by_member on goal_owner (workspace_id, owner_id);

create table goal_checkin (
  workspace_id uuid not null,
  goal_id uuid not null,
  id uuid not null,
  day date not null,
  value double precision not null,
  note text,
  member_id uuid not null,
  at timestamptz not null,
  primary key (workspace_id, goal_id, id),
  foreign key (workspace_id, goal_id) references goal (workspace_id, id)
);

-- One a department and ISO week (its Monday).
create table goal_confidence (
  workspace_id uuid not null,
  goal_id uuid not null,
  week date not null,
  department_id uuid not null,
  member_id uuid not null,
  level integer not null check (level between 1 and 5),
  sentence text not null check (length(sentence) between 1 and 500),
  at timestamptz not null,
  primary key (workspace_id, goal_id, week, department_id),
  foreign key (workspace_id, goal_id) references goal (workspace_id, id)
);

create table goal_day (
  workspace_id uuid not null,
  goal_id uuid not null,
  day date not null,
  value double precision,
  progress double precision,
  expected double precision not null,
  pace double precision,
  health text not null,
  computed_at timestamptz not null,
  primary key (workspace_id, goal_id, day),
  foreign key (workspace_id, goal_id) references goal (workspace_id, id)
);
create index goal_day_by_day on goal_day (workspace_id, day);

create table goal_link (
  workspace_id uuid not null,
  goal_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('campaign', 'project', 'idea', 'deal')),
  ref_id uuid not null,
  added_by uuid not null,
  at timestamptz not null,
  primary key (workspace_id, goal_id, id),
  unique (workspace_id, goal_id, kind, ref_id),
  foreign key (workspace_id, goal_id) references goal (workspace_id, id)
);
