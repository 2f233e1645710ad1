-- Meetings: series with their rules, single ones, seats, who came, what was said, decided and agreed.
create table meeting_series (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('weekly', 'monthly', 'other')),
  -- Number of the rule in force, see meeting_series_rule.
  segment integer not null default 0,
  leader_id uuid,
  leader_rotation text not null default 'fixed' check (leader_rotation in ('fixed', 'rotating')),
  -- Who takes turns, in order.
  rotation_ids uuid[] not null default '{}',
  -- { kind of matter: minutes }
  agenda_minutes jsonb not null default '{}',
  location text,
  url text,
  project_id uuid,
  -- Until when its meetings are laid out as rows.
  laid_out_to timestamptz not null,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id)
);
create index meeting_series_by_created on meeting_series (workspace_id, created_at desc, id desc) where deleted_at is null;
create index meeting_series_to_lay_out on meeting_series (workspace_id, laid_out_to) where deleted_at is null;
create index meeting_series_by_leader on meeting_series (workspace_id, leader_id) where deleted_at is null;

-- A series keeps its id when its rule changes: each rule it ever had is one segment, and one event in calendars.
create table meeting_series_rule (
  workspace_id uuid not null,
  series_id uuid not null,
  segment integer not null,
  -- iCalendar UID; a rule that replaces one of which no meeting has taken place keeps it.
  uid text not null,
  -- RFC 5545 without DTSTART and UNTIL.
  rrule text not null,
  -- The first day on which it meets, and the wall time.
  starts_on date not null,
  local_time text not null,
  time_zone text not null,
  duration_minutes integer not null check (duration_minutes between 5 and 480),
  -- The last day on which it may meet: UNTIL, the end of the series, or the day before the next rule.
  last_on date,
  -- iCalendar SEQUENCE.
  sequence integer not null default 0,
  primary key (workspace_id, series_id, segment),
  foreign key (workspace_id, series_id) references meeting_series (workspace_id, id)
);

create table meeting_series_seat (
  workspace_id uuid not null,
  series_id uuid not null,
  department_id uuid not null,
  position integer not null,
  -- The quorum and the close wait for it.
  required boolean not null default true,
  primary key (workspace_id, series_id, department_id),
  foreign key (workspace_id, series_id) references meeting_series (workspace_id, id),
  foreign key (workspace_id, department_id) references department (workspace_id, id)
);
create index meeting_series_seat_by_department on meeting_series_seat (workspace_id, department_id);

create table meeting (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  kind text not null check (kind in ('weekly', 'monthly', 'smarketing', 'kickoff', 'other')),
  state text not null default 'planned' check (state in ('planned', 'live', 'closed', 'cancelled')),
  series_id uuid,
  -- Which rule of the series placed it; null: none any more, it stands for itself.
  segment integer,
  -- Wall time 'YYYY-MM-DDTHH:MM' at which the rule places it: its identity, also when it is moved.
  recurrence_id text,
  -- Changed by itself: changes of the series leave it alone.
  is_edited boolean not null default false,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  duration_minutes integer not null check (duration_minutes between 5 and 480),
  time_zone text not null,
  planned_leader_id uuid,
  acting_leader_id uuid,
  location text,
  url text,
  project_id uuid,
  campaign_id uuid,
  sequence integer not null default 0,
  agenda_fixed_at timestamptz,
  -- What it speaks of now, and since when.
  current_item_id uuid,
  current_since timestamptz,
  minutes_document_id uuid,
  -- The minutes as they were closed, and folded for search.
  minutes text,
  minutes_search text,
  -- For which start people were reminded.
  reminded_for timestamptz,
  started_at timestamptz,
  -- When a quorum was first reached.
  quorum_at timestamptz,
  closed_at timestamptz,
  closed_by uuid,
  cancelled_at timestamptz,
  cancel_reason text,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, series_id) references meeting_series (workspace_id, id),
  check (starts_at < ends_at)
);
create unique index meeting_occurrence on meeting (workspace_id, series_id, segment, recurrence_id);
create index meeting_by_start on meeting (workspace_id, starts_at, id) where deleted_at is null;
create index meeting_by_end on meeting (workspace_id, ends_at) where state in ('planned', 'live') and deleted_at is null;
create index meeting_by_series on meeting (workspace_id, series_id, starts_at) where series_id is not null;
create index meeting_by_campaign on meeting (workspace_id, campaign_id) where campaign_id is not null and deleted_at is null;
create index meeting_held on meeting (workspace_id, closed_at) where state = 'closed';
create index meeting_minutes_search on meeting using gin (minutes_search gin_trgm_ops);

create table meeting_seat (
  workspace_id uuid not null,
  meeting_id uuid not null,
  department_id uuid not null,
  position integer not null,
  required boolean not null default true,
  primary key (workspace_id, meeting_id, department_id),
  foreign key (workspace_id, meeting_id) references meeting (workspace_id, id),
  foreign key (workspace_id, department_id) references department (workspace_id, id)
);
create index meeting_seat_by_department on meeting_seat (workspace_id, department_id);

create table meeting_attendance (
  workspace_id uuid not null,
  meeting_id uuid not null,
  member_id uuid not null,
  -- The zero UUID: a leader who sits at no seat.
  department_id uuid not null,
  state text not null check (state in ('present', 'absent', 'delegate')),
  at timestamptz not null,
  noted_by uuid not null,
  primary key (workspace_id, meeting_id, member_id, department_id),
  foreign key (workspace_id, meeting_id) references meeting (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);

create table meeting_answer (
  workspace_id uuid not null,
  meeting_id uuid not null,
  member_id uuid not null,
  answer text not null check (answer in ('accepted', 'declined', 'tentative')),
  at timestamptz not null,
  primary key (workspace_id, meeting_id, member_id),
  foreign key (workspace_id, meeting_id) references meeting (workspace_id, id)
);

-- What somebody touched before the meeting; from its start on, the whole agenda.
create table meeting_agenda_item (
  workspace_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  key text not null,
  origin text not null check (origin in ('data', 'carried', 'manual', 'standing')),
  kind text not null,
  title text not null,
  params jsonb not null default '{}',
  severity text not null check (severity in ('critical', 'major', 'minor')),
  since timestamptz not null,
  amount_cents bigint,
  url text,
  department_ids uuid[] not null default '{}',
  proposed_by_department_id uuid,
  owner_id uuid,
  minutes integer not null check (minutes between 1 and 240),
  -- Put there by hand.
  position integer,
  state text not null default 'planned' check (state in ('planned', 'discussed', 'postponed', 'dismissed')),
  reason text,
  spent_seconds integer not null default 0,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, meeting_id, key),
  foreign key (workspace_id, meeting_id) references meeting (workspace_id, id)
);

create table meeting_input (
  workspace_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  department_id uuid not null,
  text text not null,
  search text not null,
  author_id uuid not null,
  at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, meeting_id) references meeting (workspace_id, id)
);
create index meeting_input_by_meeting on meeting_input (workspace_id, meeting_id, id) where removed_at is null;
create index meeting_input_search on meeting_input using gin (search gin_trgm_ops);

create table meeting_decision (
  workspace_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  agenda_item_id uuid,
  text text not null,
  -- [{ memberId, reason }]
  dissent jsonb not null default '[]',
  search text not null,
  author_id uuid not null,
  at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, meeting_id) references meeting (workspace_id, id)
);
create index meeting_decision_by_meeting on meeting_decision (workspace_id, meeting_id, id) where removed_at is null;
create index meeting_decision_search on meeting_decision using gin (search gin_trgm_ops);

-- The task says who, until when and whether it is done; here stands what was agreed.
create table meeting_action (
  workspace_id uuid not null,
  id uuid not null,
  meeting_id uuid not null,
  series_id uuid,
  agenda_item_id uuid,
  task_id uuid not null,
  text text not null,
  owner_id uuid not null,
  due_on date not null,
  search text not null,
  author_id uuid not null,
  at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, meeting_id) references meeting (workspace_id, id)
);
create index meeting_action_by_meeting on meeting_action (workspace_id, meeting_id, id) where removed_at is null;
create index meeting_action_by_series on meeting_action (workspace_id, series_id, id) where series_id is not null and removed_at is null;
create index meeting_action_search on meeting_action using gin (search gin_trgm_ops);

-- A private calendar address of a member; only the hash of its secret is kept.
create table calendar_feed (
  workspace_id uuid not null,
  id uuid not null,
  member_id uuid not null,
  name text not null,
  token_hash bytea not null,
  created_at timestamptz not null,
  last_read_at timestamptz,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references member (workspace_id, id)
);
-- The public address names only the secret.
create index calendar_feed_by_token on calendar_feed (token_hash);
create index calendar_feed_by_member on calendar_feed (workspace_id, member_id) where revoked_at is null;

-- What meetings look for among many: urgent tasks that are late, changes that nobody has acknowledged.
create index task_urgent on task (workspace_id, due_at) where state = 'open' and priority = 'high' and deleted_at is null;
create index impact_task_unacknowledged on impact_task (workspace_id, acknowledge_by) where acknowledged_at is null;

-- An invitation inside a message (RFC 5546): its text, and REQUEST or CANCEL.
alter table mail_message add column calendar text;
alter table mail_message add column calendar_method text check (calendar_method in ('REQUEST', 'CANCEL'));
