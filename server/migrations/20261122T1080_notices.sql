-- Notices: what changes and what is new, whom it reaches and why, who has read and understood it.
create table notice (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  kind text not null check (kind in ('process_change', 'news')),
  title text not null check (length(title) between 1 and 200),
  body text not null check (length(body) <= 20000),
  severity text not null check (severity in ('critical', 'major', 'minor')),
  about_type text,
  about_id text,
  -- { kind: everyone | departments | members | impact, departmentIds?, memberIds? }
  audience jsonb not null,
  acknowledgement boolean not null,
  -- { text, options: [text], answer: index, explanation }
  question jsonb,
  -- What the author chose; null: by severity.
  due_on date,
  state text not null default 'draft' check (state in ('draft', 'published', 'retired')),
  -- Of the text: a revised notice asks everybody again.
  revision integer not null default 1,
  -- [{ revision, title, body, publishedAt, recipients, acknowledged }] of earlier texts, newest first.
  history jsonb not null default '[]',
  published_at timestamptz,
  due_at timestamptz,
  retired_at timestamptz,
  project_id uuid,
  search text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  check ((about_type is null) = (about_id is null)),
  check (question is null or acknowledgement)
);
create index notice_by_created on notice (workspace_id, created_at, id) where deleted_at is null;
create index notice_by_author on notice (workspace_id, created_by, created_at) where deleted_at is null;
create index notice_open on notice (workspace_id, due_at) where state = 'published' and acknowledgement and deleted_at is null;
create index notice_by_project on notice (workspace_id, project_id, created_at) where project_id is not null and deleted_at is null;
create index notice_by_about on notice (workspace_id, about_type, about_id) where about_type is not null and deleted_at is null;
create index notice_search on notice using gin (search gin_trgm_ops);

create table notice_recipient (
  workspace_id uuid not null,
  notice_id uuid not null,
  member_id uuid not null,
  -- [{ kind: everyone | department | named | owner | answers, name? }], why the person is told; at most five.
  reasons jsonb not null,
  -- Who comes later has as long as the others had.
  added_at timestamptz not null,
  due_at timestamptz,
  half_at timestamptz,
  read_at timestamptz,
  acknowledged_at timestamptz,
  -- Wrong answers to the question.
  attempts integer not null default 0,
  half_reminded_at timestamptz,
  due_reminded_at timestamptz,
  -- By hand, at most once a day.
  nudged_at timestamptz,
  escalated_at timestamptz,
  primary key (workspace_id, notice_id, member_id),
  foreign key (workspace_id, notice_id) references notice (workspace_id, id)
);
create index notice_recipient_waiting on notice_recipient (workspace_id, member_id, added_at) where acknowledged_at is null;
create index notice_recipient_open on notice_recipient (workspace_id, notice_id, due_at) where acknowledged_at is null;
