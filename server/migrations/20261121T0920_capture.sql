-- Forms, what visitors send, what they look at, and what comes in by file.
create table form (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  state text not null check (state in ('draft', 'published', 'archived')),
  -- Version in force; its definition is in form_version.
  current_version integer not null default 1,
  hand_raise boolean not null default false,
  campaign_id uuid,
  content_id uuid,
  created_by uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id)
);
-- The public address names only the form.
create index form_by_id on form (id);
create index form_by_created on form (workspace_id, created_at desc, id desc) where deleted_at is null;

create table form_version (
  workspace_id uuid not null,
  form_id uuid not null,
  form_version integer not null,
  definition jsonb not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (workspace_id, form_id, form_version),
  foreign key (workspace_id, form_id) references form (workspace_id, id)
);

create table form_submission (
  workspace_id uuid not null,
  subject_id uuid not null,
  id uuid not null,
  form_id uuid not null,
  form_version integer not null,
  fields jsonb not null,
  hand_raise boolean not null,
  page_url text,
  referrer text,
  utm jsonb,
  visitor_id text,
  language text,
  at timestamptz not null,
  primary key (workspace_id, subject_id, id)
);
create index form_submission_by_form on form_submission (workspace_id, form_id, at desc, id desc);

-- A repeat of the same submission answers the same ids. Pruned after some days.
create table form_submission_key (
  workspace_id uuid not null,
  form_id uuid not null,
  key text not null,
  submission_id uuid not null,
  subject_id uuid not null,
  at timestamptz not null,
  primary key (workspace_id, form_id, key)
);
create index form_submission_key_by_time on form_submission_key (workspace_id, at);

-- What happens before a submission, counted by day and without any person: shown, begun, kept out as spam.
create table form_day (
  workspace_id uuid not null,
  form_id uuid not null,
  day date not null,
  views bigint not null default 0,
  starts bigint not null default 0,
  spam bigint not null default 0,
  primary key (workspace_id, form_id, day),
  foreign key (workspace_id, form_id) references form (workspace_id, id)
);

-- Facts of the tracker. No address is kept; visitor_id is a throw-away id until the visitor consents.
create table visit_event (
  workspace_id uuid not null,
  at timestamptz not null,
  event_key text not null,
  visitor_id text not null,
  type text not null check (type in ('page_view', 'form_start', 'custom')),
  name text,
  url text not null,
  path text not null,
  referrer_host text,
  utm_source text,
  utm_medium text,
  utm_campaign text,
  utm_term text,
  utm_content text,
  properties jsonb,
  primary key (workspace_id, at, event_key)
) partition by range (at);
create index visit_event_by_visitor on visit_event (workspace_id, visitor_id, at);
create table visit_event_default partition of visit_event default;

-- The same event id twice counts once, whatever its time. Pruned after 40 days.
create table visit_event_key (
  workspace_id uuid not null,
  event_key text not null,
  at timestamptz not null,
  primary key (workspace_id, event_key)
);
-- Rows come in the order of time: a block range index finds the old ones and costs the writers nothing.
create index visit_event_key_by_time on visit_event_key using brin (at);

create table visit_day (
  workspace_id uuid not null,
  day date not null,
  path text not null,
  source text not null,
  page_views bigint not null,
  visitors bigint not null,
  form_starts bigint not null,
  primary key (workspace_id, day, path, source)
);

create table import (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  kind text not null check (kind in ('contacts', 'companies', 'deals', 'products', 'orders')),
  file_id uuid not null,
  file_name text not null,
  state text not null check (state in ('uploaded', 'queued', 'running', 'finished', 'failed', 'cancelled')),
  dry_run boolean not null default false,
  sniffed jsonb,
  mapping jsonb,
  options jsonb not null default '{}',
  rows_total bigint,
  rows_read bigint not null default 0,
  rows_created bigint not null default 0,
  rows_updated bigint not null default 0,
  rows_unchanged bigint not null default 0,
  rows_rejected bigint not null default 0,
  -- Last row whose batch is committed: a crash goes on after it.
  cursor_row bigint not null default 0,
  cancel_requested boolean not null default false,
  error_file_id uuid,
  problem jsonb,
  created_by uuid not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id)
);
create index import_by_created on import (workspace_id, created_at desc, id desc);

create table import_rejection (
  workspace_id uuid not null,
  import_id uuid not null,
  row_number bigint not null,
  cells jsonb not null,
  field text,
  rule text not null,
  params jsonb,
  primary key (workspace_id, import_id, row_number)
);

create table export (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  list text not null,
  format text not null check (format in ('csv', 'xlsx')),
  params jsonb not null,
  state text not null check (state in ('queued', 'running', 'finished', 'failed', 'cancelled')),
  rows_written bigint not null default 0,
  file_id uuid,
  problem jsonb,
  created_by uuid not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (workspace_id, id)
);
create index export_by_created on export (workspace_id, created_at desc, id desc);
