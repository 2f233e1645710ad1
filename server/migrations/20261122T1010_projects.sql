-- Light projects: what two or more departments do together, by meetings, by a checklist, by training, or by any of them.
create table project (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  purpose text not null default '' check (length(purpose) <= 4000),
  state text not null default 'active' check (state in ('active', 'closed')),
  runs_on_meetings boolean not null,
  runs_on_checklist boolean not null,
  runs_on_training boolean not null,
  starts_on date,
  ends_on date,
  closed_at timestamptz,
  search text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  check (runs_on_meetings or runs_on_checklist or runs_on_training),
  check (starts_on <= ends_on)
);
create index project_by_name on project (workspace_id, name, id) where deleted_at is null;
create index project_by_created on project (workspace_id, created_at, id) where deleted_at is null;
create index project_search on project using gin (search gin_trgm_ops);

-- A department that takes part, and who answers for it there.
create table project_seat (
  workspace_id uuid not null,
  project_id uuid not null,
  department_id uuid not null,
  position integer not null,
  owner_id uuid,
  primary key (workspace_id, project_id, department_id),
  foreign key (workspace_id, project_id) references project (workspace_id, id),
  foreign key (workspace_id, department_id) references department (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id)
);
create index project_seat_by_department on project_seat (workspace_id, department_id);
create index project_seat_by_owner on project_seat (workspace_id, owner_id) where owner_id is not null;
