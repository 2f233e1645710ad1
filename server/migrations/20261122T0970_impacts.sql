-- What depends on what, with the time it did; what a change touches and who has seen it; the customer's journey.
create table edge (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  -- `to` depends on `from`: a change walks from `from` to `to`.
  from_type text not null,
  from_id text not null,
  to_type text not null,
  to_id text not null,
  kind text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (workspace_id, id)
);
create unique index edge_open on edge (workspace_id, to_type, to_id, kind, from_type, from_id) where closed_at is null;
create index edge_downstream on edge (workspace_id, from_id, from_type) include (to_type, to_id, kind) where closed_at is null;
create index edge_as_of on edge (workspace_id, from_id, from_type, opened_at);

create table impact (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  cause_type text not null,
  cause_id text not null,
  cause_name text not null,
  product_id uuid,
  event_name text not null,
  -- The same change opens one impact, however often it is told.
  dedupe_key text not null,
  change jsonb not null,
  severity text not null check (severity in ('critical', 'major', 'minor')),
  state text not null default 'open' check (state in ('open', 'mended')),
  opened_at timestamptz not null,
  mended_at timestamptz,
  dependants integer not null,
  -- More depended on it than one impact lists.
  truncated boolean not null default false,
  primary key (workspace_id, id),
  unique (workspace_id, dedupe_key)
);
create index impact_by_opened on impact (workspace_id, opened_at desc, id desc);
create index impact_open on impact (workspace_id, cause_type, cause_id) where state = 'open';

create table impact_item (
  workspace_id uuid not null,
  impact_id uuid not null,
  node_type text not null,
  node_id text not null,
  name text not null,
  url text,
  depth integer not null,
  via_type text not null,
  via_id text not null,
  -- Who answers for it: the task of the impact it belongs to.
  task_key text not null,
  owner_id uuid,
  department_id uuid,
  -- 'unaffected': it states nothing that the change made wrong.
  state text not null check (state in ('open', 'mended', 'unaffected')),
  mended_at timestamptz,
  primary key (workspace_id, impact_id, node_type, node_id),
  foreign key (workspace_id, impact_id) references impact (workspace_id, id)
);
create index impact_item_open on impact_item (workspace_id, node_type, node_id) where state = 'open';

create table impact_task (
  workspace_id uuid not null,
  impact_id uuid not null,
  -- 'member:<id>', 'department:<id>' or 'nobody'.
  task_key text not null,
  task_id uuid,
  owner_id uuid,
  department_id uuid,
  acknowledge_by timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by uuid,
  escalated_at timestamptz,
  primary key (workspace_id, impact_id, task_key),
  foreign key (workspace_id, impact_id) references impact (workspace_id, id)
);
create index impact_task_due on impact_task (workspace_id, acknowledge_by) where acknowledged_at is null and escalated_at is null;
create index impact_task_by_task on impact_task (workspace_id, task_id);

create table journey_stage (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  goal text not null default '',
  position integer not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id)
);
-- One owner of the stage for each department.
create table journey_owner (
  workspace_id uuid not null,
  stage_id uuid not null,
  department_id uuid not null,
  member_id uuid not null,
  primary key (workspace_id, stage_id, department_id),
  foreign key (workspace_id, stage_id) references journey_stage (workspace_id, id)
);
create table touchpoint (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  stage_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  department_id uuid,
  owner_id uuid,
  promise text not null default '',
  metric text not null default '',
  target text not null default '',
  -- [{ type, id }] of assets, forms and campaigns; the edges say the same.
  links jsonb not null default '[]',
  position integer not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, stage_id) references journey_stage (workspace_id, id)
);
create index touchpoint_by_stage on touchpoint (workspace_id, stage_id, position) where deleted_at is null;
