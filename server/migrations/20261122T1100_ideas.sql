-- Ideas of both departments: voted on, tried, and judged by what came of it.
create table idea (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  title text not null check (length(title) between 1 and 200),
  body text not null default '' check (length(body) <= 10000),
  state text not null default 'proposed' check (state in ('proposed', 'chosen', 'experiment', 'result', 'adopted', 'archived')),
  department_id uuid,
  product_id uuid,
  campaign_id uuid,
  project_id uuid,
  -- Counts the rows of idea_vote and idea_comment; changed in the transaction that writes them.
  votes integer not null default 0 check (votes >= 0),
  comments integer not null default 0 check (comments >= 0),
  hypothesis text,
  measure text,
  starts_on date,
  ends_on date,
  owner_id uuid,
  tried_in_campaign_id uuid,
  outcome text check (outcome in ('worked', 'did_not', 'unclear')),
  result_number double precision,
  learning text,
  result_at timestamptz,
  result_by uuid,
  -- Where it stood when it was put away.
  archived_from text,
  search text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  check (starts_on <= ends_on),
  foreign key (workspace_id, department_id) references department (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id)
);
create index idea_by_votes on idea (workspace_id, votes desc, id desc) where deleted_at is null;
create index idea_by_created on idea (workspace_id, created_at desc, id desc) where deleted_at is null;
create index idea_by_title on idea (workspace_id, title, id) where deleted_at is null;
-- What a meeting should speak of: the most wanted that are not decided, and experiments that are due.
create index idea_to_decide on idea (workspace_id, votes desc, id desc) where state = 'proposed' and deleted_at is null;
create index idea_on_trial on idea (workspace_id, ends_on, id) where state = 'experiment' and deleted_at is null;
create index idea_by_project on idea (workspace_id, project_id, votes desc, id desc) where project_id is not null and deleted_at is null;
create index idea_search on idea using gin (search gin_trgm_ops);

-- One vote a member: the primary key decides.
create table idea_vote (
  workspace_id uuid not null,
  idea_id uuid not null,
  member_id uuid not null,
  voted_at timestamptz not null,
  primary key (workspace_id, idea_id, member_id),
  foreign key (workspace_id, idea_id) references idea (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);

create table idea_comment (
  workspace_id uuid not null,
  idea_id uuid not null,
  id uuid not null,
  body text not null check (length(body) between 1 and 2000),
  author_id uuid not null,
  at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, idea_id, id),
  foreign key (workspace_id, idea_id) references idea (workspace_id, id),
  foreign key (workspace_id, author_id) references member (workspace_id, id)
);
create index idea_comment_by_time on idea_comment (workspace_id, idea_id, at, id) where removed_at is null;
