-- Conflicts between departments: sides, data, decisions and what became of them.
create table conflict (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  title text not null check (length(title) between 1 and 200),
  body text not null default '' check (length(body) <= 10000),
  state text not null default 'open' check (state in ('open', 'decided', 'settled')),
  project_id uuid,
  -- Of the decision that stands; null while open.
  review_on date,
  recurrences integer not null default 0,
  -- Since when it has been open, this time.
  opened_at timestamptz not null,
  -- The live data is beyond what it was at the decision, since then.
  worsened_since timestamptz,
  search text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id)
);
create index conflict_by_created on conflict (workspace_id, created_at desc, id desc) where deleted_at is null;
create index conflict_by_title on conflict (workspace_id, title, id) where deleted_at is null;
create index conflict_by_review on conflict (workspace_id, review_on, id) where state = 'decided' and deleted_at is null;
create index conflict_open on conflict (workspace_id, opened_at, id) where state = 'open' and deleted_at is null;
create index conflict_worse on conflict (workspace_id, worsened_since, id) where worsened_since is not null and deleted_at is null;
create index conflict_search on conflict using gin (search gin_trgm_ops);

create table conflict_side (
  workspace_id uuid not null,
  conflict_id uuid not null,
  department_id uuid not null,
  position integer not null,
  owner_id uuid not null,
  view text not null default '' check (length(view) <= 5000),
  viewed_at timestamptz,
  primary key (workspace_id, conflict_id, department_id),
  foreign key (workspace_id, conflict_id) references conflict (workspace_id, id),
  foreign key (workspace_id, department_id) references department (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id)
);
create index conflict_side_by_owner on conflict_side (workspace_id, owner_id);

create table conflict_evidence (
  workspace_id uuid not null,
  conflict_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('live', 'number', 'link')),
  label text,
  metric text check (metric in ('rejections', 'rejection_share', 'sla_failures', 'drifted_claims', 'returns')),
  reason text,
  days integer check (days between 1 and 365),
  url text,
  -- Of a number by hand.
  value double precision,
  -- As it was when the decision that stands was taken.
  at_decision double precision,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, conflict_id, id),
  foreign key (workspace_id, conflict_id) references conflict (workspace_id, id),
  check ((kind = 'live') = (metric is not null)),
  check (kind <> 'number' or value is not null),
  check (kind <> 'link' or url is not null)
);

create table conflict_decision (
  workspace_id uuid not null,
  conflict_id uuid not null,
  id uuid not null,
  body text not null check (length(body) between 1 and 10000),
  decided_by uuid not null,
  decided_at timestamptz not null,
  meeting_id uuid,
  review_on date not null,
  -- The data of that moment: [{ evidenceId, label, metric, reason, days, value }].
  snapshot jsonb not null,
  outcome text check (outcome in ('settled', 'recurs')),
  note text,
  reviewed_by uuid,
  reviewed_at timestamptz,
  primary key (workspace_id, conflict_id, id),
  foreign key (workspace_id, conflict_id) references conflict (workspace_id, id)
);
