-- The anonymous pulse. docs/decisions/0007-anonymous-pulse.md says why it looks like this; change nothing here without it.
create table pulse (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  state text not null check (state in ('planned', 'open', 'closed')),
  opens_on date not null,
  closes_on date not null,
  -- [{ key, text }]; text null: one of those that come with it.
  questions jsonb not null,
  -- Fixed when it opens: the groups that answers are counted in, those in which nobody would stand alone.
  groups jsonb not null default '{"departmentIds": [], "roles": false}',
  -- Fixed when it closes; before, they are counted.
  invited integer,
  answered integer,
  -- What may be shown, and nothing else; null until it closes.
  result jsonb,
  -- Everybody is reminded at most once a day.
  reminded_on date,
  created_by uuid not null,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (workspace_id, id),
  check (opens_on <= closes_on),
  check ((state = 'closed') = (result is not null))
);
create index pulse_by_day on pulse (workspace_id, opens_on desc, id desc);
-- One at a time.
create unique index pulse_waiting on pulse (workspace_id) where state <> 'closed';

-- Who has answered, while it is open; no time, and gone when it closes.
create table pulse_participation (
  workspace_id uuid not null,
  pulse_id uuid not null,
  member_id uuid not null,
  primary key (workspace_id, pulse_id, member_id),
  foreign key (workspace_id, pulse_id) references pulse (workspace_id, id)
);

-- The urn: one row a pulse, in which answers are added up and comments lie in no order. An answer by itself is never
-- stored: there is no row, no id, no time and no order to join with anybody. Gone when the pulse closes.
create table pulse_answer (
  workspace_id uuid not null,
  pulse_id uuid not null,
  urn jsonb not null,
  primary key (workspace_id, pulse_id),
  foreign key (workspace_id, pulse_id) references pulse (workspace_id, id)
);
