-- What one department teaches the others: material, sessions, quiz, who has completed what and until when.
create table training (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  title text not null check (length(title) between 1 and 200),
  purpose text not null default '' check (length(purpose) <= 4000),
  topic text not null check (length(topic) between 1 and 80),
  -- Folded: the columns of the matrix.
  topic_key text not null,
  state text not null default 'draft' check (state in ('draft', 'active', 'retired')),
  -- Who teaches.
  department_id uuid not null,
  owner_id uuid,
  required boolean not null default false,
  -- Who decided it, and since which day it counts as a gap.
  required_by uuid,
  required_from date,
  -- Of the receiving departments only these roles; none: everybody.
  role_ids uuid[] not null default '{}',
  validity_months integer not null check (validity_months between 1 and 120),
  pass_mark integer not null check (pass_mark between 1 and 100),
  attempts_limit integer check (attempts_limit between 1 and 50),
  cooldown_minutes integer not null default 0 check (cooldown_minutes between 0 and 10080),
  -- 0: there is no quiz.
  quiz_version integer not null default 0,
  -- Completions that passed an older version are asked again.
  min_quiz_version integer not null default 0,
  -- The gap that suggested it.
  suggestion_key text,
  project_id uuid,
  search text not null,
  published_at timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, department_id) references department (workspace_id, id)
);
create index training_by_created on training (workspace_id, created_at, id) where deleted_at is null;
create index training_by_title on training (workspace_id, title, id) where deleted_at is null;
create index training_required on training (workspace_id, id) where required and state = 'active' and deleted_at is null;
create index training_by_project on training (workspace_id, project_id) where project_id is not null and deleted_at is null;
create index training_by_suggestion on training (workspace_id, suggestion_key) where suggestion_key is not null and deleted_at is null;
create index training_search on training using gin (search gin_trgm_ops);

-- A department that receives it.
create table training_requirement (
  workspace_id uuid not null,
  training_id uuid not null,
  department_id uuid not null,
  primary key (workspace_id, training_id, department_id),
  foreign key (workspace_id, training_id) references training (workspace_id, id),
  foreign key (workspace_id, department_id) references department (workspace_id, id)
);
create index training_requirement_by_department on training_requirement (workspace_id, department_id, training_id);

create table training_material (
  workspace_id uuid not null,
  training_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('text', 'link', 'file')),
  title text not null check (length(title) between 1 and 200),
  body text not null default '',
  url text,
  file_id uuid,
  position integer not null,
  created_by uuid not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, training_id, id),
  foreign key (workspace_id, training_id) references training (workspace_id, id),
  foreign key (workspace_id, file_id) references file (workspace_id, id)
);

create table training_reading (
  workspace_id uuid not null,
  training_id uuid not null,
  material_id uuid not null,
  member_id uuid not null,
  read_at timestamptz not null,
  primary key (workspace_id, training_id, material_id, member_id),
  foreign key (workspace_id, training_id, material_id) references training_material (workspace_id, training_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);

-- Versions are never changed: a completion keeps the one it passed.
create table training_quiz (
  workspace_id uuid not null,
  training_id uuid not null,
  version integer not null check (version > 0),
  -- [{ id, kind, text, explanation, options: [{ id, text, isRight }] }]
  questions jsonb not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (workspace_id, training_id, version),
  foreign key (workspace_id, training_id) references training (workspace_id, id)
);

create table training_attempt (
  workspace_id uuid not null,
  training_id uuid not null,
  -- Also decides the order of its questions.
  id uuid not null,
  member_id uuid not null,
  quiz_version integer not null,
  started_at timestamptz not null,
  submitted_at timestamptz,
  -- { question id: [option ids] }
  answers jsonb,
  score integer check (score between 0 and 100),
  passed boolean,
  primary key (workspace_id, training_id, id),
  foreign key (workspace_id, training_id, quiz_version) references training_quiz (workspace_id, training_id, version),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create unique index training_attempt_open on training_attempt (workspace_id, training_id, member_id) where submitted_at is null;
create index training_attempt_by_member on training_attempt (workspace_id, training_id, member_id, started_at);

create table training_session (
  workspace_id uuid not null,
  training_id uuid not null,
  id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  time_zone text not null,
  place text not null default '',
  url text,
  capacity integer check (capacity between 1 and 10000),
  trainer_ids uuid[] not null default '{}',
  cancelled_at timestamptz,
  -- Of the calendar entry: grows with every change.
  sequence integer not null default 0,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, training_id, id),
  check (starts_at < ends_at),
  foreign key (workspace_id, training_id) references training (workspace_id, id)
);
create index training_session_by_time on training_session (workspace_id, starts_at, id);

-- A person in a session: enrolled, or waiting in the order of `joined_at`.
create table training_seat (
  workspace_id uuid not null,
  training_id uuid not null,
  session_id uuid not null,
  member_id uuid not null,
  state text not null check (state in ('enrolled', 'waiting', 'withdrawn')),
  joined_at timestamptz not null,
  -- Null: nobody has said yet.
  attended boolean,
  primary key (workspace_id, training_id, session_id, member_id),
  foreign key (workspace_id, training_id, session_id) references training_session (workspace_id, training_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index training_seat_by_member on training_seat (workspace_id, member_id, training_id);

-- Rows are only added, or revoked with a reason.
create table training_completion (
  workspace_id uuid not null,
  training_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  way text not null check (way in ('session', 'material', 'quiz', 'manual')),
  quiz_version integer not null,
  score integer check (score between 0 and 100),
  reason text,
  completed_at timestamptz not null,
  expires_at timestamptz not null,
  noted_by uuid not null,
  reminded_at timestamptz,
  task_id uuid,
  -- Another one of the same person holds longer: of each person at most one counts.
  superseded boolean not null default false,
  revoked_at timestamptz,
  revoked_by uuid,
  primary key (workspace_id, training_id, id),
  foreign key (workspace_id, training_id) references training (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index training_completion_valid on training_completion (workspace_id, training_id, member_id, expires_at) include (quiz_version)
  where revoked_at is null and not superseded;
create index training_completion_by_member on training_completion (workspace_id, member_id, training_id) where revoked_at is null;
create index training_completion_by_expiry on training_completion (workspace_id, expires_at) where revoked_at is null;

-- A suggested gap that somebody has decided about: it returns only when it has grown.
create table training_suggestion (
  workspace_id uuid not null references workspace (id),
  key text not null check (length(key) <= 300),
  state text not null check (state in ('accepted', 'dismissed')),
  -- How much evidence there was then.
  count integer not null,
  reason text,
  training_id uuid,
  decided_by uuid not null,
  decided_at timestamptz not null,
  primary key (workspace_id, key)
);
