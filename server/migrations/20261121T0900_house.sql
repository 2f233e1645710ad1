-- The house: workspaces, people, ledger, jobs' neighbours, files, mail.
create extension if not exists pg_trgm;

create table workspace (
  id uuid primary key,
  name text not null check (length(name) between 1 and 120),
  locale text not null check (locale in ('es', 'en')),
  time_zone text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  is_demo boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null
);

-- Whole processes, so that work locked by a dead one is freed at once.
create schema ops;
create table ops.process (
  id uuid primary key,
  started_at timestamptz not null,
  seen_at timestamptz not null,
  -- graphile-worker's names of its workers: what these hold locked is free again when the process is gone
  worker_ids text[] not null default '{}'
);
create table ops.recurring (
  name text primary key,
  due_at timestamptz not null
);

create table setting (
  workspace_id uuid not null references workspace (id),
  key text not null,
  value jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (workspace_id, key)
);

create table department (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  key text not null,
  name text not null check (length(name) between 1 and 80),
  created_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, key)
);

create table role (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  key text not null,
  name text not null check (length(name) between 1 and 80),
  permissions text[] not null,
  built_in boolean not null default false,
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, key)
);

create table member (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  -- auth."user".id: a person may belong to several workspaces.
  user_id uuid not null,
  email text not null,
  full_name text not null check (length(full_name) between 1 and 120),
  job_title text,
  role_id uuid not null,
  locale text not null check (locale in ('es', 'en')),
  time_zone text not null,
  theme text not null default 'auto' check (theme in ('light', 'dark', 'auto')),
  capacity integer not null default 50 check (capacity between 0 and 10000),
  languages text[] not null default '{}',
  -- [["2026-08-01","2026-08-15"], …] local dates, both ends included
  absences jsonb not null default '[]',
  notify_by_mail boolean not null default true,
  last_assigned_at timestamptz,
  created_at timestamptz not null,
  removed_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  unique (workspace_id, user_id),
  unique (workspace_id, email),
  foreign key (workspace_id, role_id) references role (workspace_id, id)
);
create index member_by_user on member (user_id);

create table member_department (
  workspace_id uuid not null,
  member_id uuid not null,
  department_id uuid not null,
  is_manager boolean not null default false,
  primary key (workspace_id, member_id, department_id),
  foreign key (workspace_id, member_id) references member (workspace_id, id),
  foreign key (workspace_id, department_id) references department (workspace_id, id)
);
create index member_department_by_department on member_department (workspace_id, department_id);

create table invitation (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  email text not null,
  full_name text,
  role_id uuid not null,
  department_ids uuid[] not null,
  locale text not null check (locale in ('es', 'en')),
  token_hash bytea not null,
  invited_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, role_id) references role (workspace_id, id)
);
create index invitation_by_token on invitation (token_hash);
create unique index invitation_open on invitation (workspace_id, email) where accepted_at is null and revoked_at is null;

create table api_key (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  -- First characters, to tell keys apart on the screen; the key itself is not kept.
  prefix text not null,
  key_hash bytea not null,
  scopes text[] not null,
  member_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index api_key_by_hash on api_key (key_hash);

-- The ledger: audit, outbox and timeline in one. Rows are only ever added.
create table event (
  workspace_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('member', 'api_key', 'visitor', 'system')),
  actor_id uuid not null,
  name text not null,
  data jsonb not null,
  subjects uuid[] not null,
  primary key (workspace_id, id)
);
create index event_by_subject on event using gin (subjects);
create index event_by_time on event (workspace_id, at desc, id desc);
create index event_by_name on event (workspace_id, name, at desc, id desc);

create table idempotency_key (
  workspace_id uuid not null,
  actor_id uuid not null,
  key text not null,
  request_hash bytea not null,
  reply jsonb,
  at timestamptz not null,
  primary key (workspace_id, actor_id, key)
);
create index idempotency_key_by_time on idempotency_key (workspace_id, at);

create table file (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  storage_key uuid not null,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  purpose text not null,
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz,
  primary key (workspace_id, id)
);
create index file_by_expiry on file (workspace_id, expires_at) where expires_at is not null;

create table mail_message (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null,
  to_email text not null,
  to_name text,
  subject text not null,
  html text not null,
  text text not null,
  -- `uncertain`: the process died while handing it over; it is not sent again by itself.
  state text not null check (state in ('queued', 'sending', 'sent', 'stored', 'failed', 'uncertain')),
  error text,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (workspace_id, id)
);
create index mail_message_by_time on mail_message (workspace_id, created_at desc, id desc);

create table notification (
  workspace_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  -- locales: notifications.<kind>
  kind text not null,
  params jsonb not null,
  link text not null,
  -- The same fact is told once to one person.
  dedupe_key text not null,
  created_at timestamptz not null,
  read_at timestamptz,
  done_at timestamptz,
  snoozed_until timestamptz,
  mailed_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, member_id, dedupe_key),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index notification_inbox on notification (workspace_id, member_id, id desc) where done_at is null;

create table saved_view (
  workspace_id uuid not null,
  id uuid not null,
  list text not null,
  name text not null check (length(name) between 1 and 80),
  member_id uuid not null,
  shared boolean not null default false,
  is_default boolean not null default false,
  state jsonb not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
create index saved_view_by_list on saved_view (workspace_id, list);

create table favourite (
  workspace_id uuid not null,
  member_id uuid not null,
  link text not null,
  label text not null,
  position integer not null,
  primary key (workspace_id, member_id, link),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
