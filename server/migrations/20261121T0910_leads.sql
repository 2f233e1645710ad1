-- One person = one subject. `contact` is the subject's row; every contact-scoped table carries subject_id.
create table company (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 300),
  domain text,
  industry text,
  employees integer,
  annual_revenue_cents bigint,
  founded_year integer,
  phone text,
  country text,
  region text,
  city text,
  parent_id uuid,
  owner_id uuid,
  tags text[] not null default '{}',
  custom_fields jsonb not null default '{}',
  source text,
  -- Lower-case, accent-free words for trigram search; written by the application.
  search text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, parent_id) references company (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id)
);
create index company_search on company using gin (search gin_trgm_ops);
create index company_by_created on company (workspace_id, created_at desc, id desc) where deleted_at is null;
create index company_by_name on company (workspace_id, left(search, 60), id) where deleted_at is null;
create index company_by_owner on company (workspace_id, owner_id, created_at desc, id desc) where deleted_at is null;
create index company_by_parent on company (workspace_id, parent_id) where parent_id is not null;

-- kind: name (normalised), domain, external. It alone decides which company is meant.
create table company_identity (
  workspace_id uuid not null,
  kind text not null check (kind in ('name', 'domain', 'external')),
  value text not null,
  company_id uuid not null,
  created_at timestamptz not null,
  primary key (workspace_id, kind, value)
);
create index company_identity_by_company on company_identity (workspace_id, company_id);

create table contact (
  -- No foreign key to workspace: thousands of rows a second would all lock that one row.
  workspace_id uuid not null,
  subject_id uuid not null,
  email text,
  phone text,
  full_name text not null default '',
  first_name text,
  last_name text,
  job_title text,
  company_id uuid,
  country text,
  region text,
  city text,
  language text,
  lifecycle_stage text not null default 'lead'
    check (lifecycle_stage in ('subscriber', 'lead', 'mql', 'sal', 'opportunity', 'customer', 'recycled', 'disqualified')),
  lifecycle_since timestamptz not null,
  recycles integer not null default 0,
  wake_on date,
  temperature text not null default 'cold' check (temperature in ('cold', 'warm', 'hot')),
  fit integer not null default 0,
  engagement integer not null default 0,
  score integer not null default 0,
  score_model_version integer,
  scored_at timestamptz,
  -- When the temperature next changes by decay alone; the sweep reads it.
  score_due_at timestamptz,
  do_not_profile boolean not null default false,
  owner_id uuid,
  tags text[] not null default '{}',
  custom_fields jsonb not null default '{}',
  -- Where the person came from: form | import | api | manual, and in words (paid_search, fair…).
  origin text not null check (origin in ('form', 'import', 'api', 'manual', 'demo')),
  source text,
  first_touch jsonb,
  last_touch jsonb,
  first_seen_at timestamptz not null,
  last_activity_at timestamptz not null,
  search text not null,
  merged_into uuid,
  erased_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Also set on merged and erased contacts: one predicate says who is alive.
  deleted_at timestamptz,
  primary key (workspace_id, subject_id),
  foreign key (workspace_id, company_id) references company (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id)
);
create index contact_search on contact using gin (search gin_trgm_ops);
create index contact_by_created on contact (workspace_id, created_at desc, subject_id desc) where deleted_at is null;
create index contact_by_activity on contact (workspace_id, last_activity_at desc, subject_id desc) where deleted_at is null;
-- `search` begins with the folded name: sorted without regard to case and accents.
create index contact_by_name on contact (workspace_id, left(search, 60), subject_id) where deleted_at is null;
create index contact_by_score on contact (workspace_id, score desc, subject_id desc) where deleted_at is null;
create index contact_by_stage on contact (workspace_id, lifecycle_stage, last_activity_at desc, subject_id desc) where deleted_at is null;
create index contact_by_temperature on contact (workspace_id, temperature, score desc, subject_id desc) where deleted_at is null and temperature <> 'cold';
create index contact_by_owner on contact (workspace_id, owner_id, last_activity_at desc, subject_id desc) where deleted_at is null and owner_id is not null;
create index contact_by_company on contact (workspace_id, company_id) where company_id is not null;
create index contact_by_source on contact (workspace_id, source, created_at desc, subject_id desc) where deleted_at is null;
create index contact_by_tag on contact using gin (tags);
create index contact_score_due on contact (workspace_id, score_due_at) where score_due_at is not null and deleted_at is null;
create index contact_erased on contact (workspace_id, erased_at) where erased_at is not null;
create index contact_wake_due on contact (workspace_id, wake_on) where wake_on is not null and deleted_at is null;
create index contact_in_bin on contact (workspace_id, deleted_at desc, subject_id desc) where deleted_at is not null;
create index contact_merged on contact (workspace_id, merged_into) where merged_into is not null;

-- kind: email (normalised), phone (E.164), visitor (tracker id), external. No foreign key: it alone decides who is who.
create table identity (
  workspace_id uuid not null,
  kind text not null check (kind in ('email', 'phone', 'visitor', 'external')),
  value text not null,
  subject_id uuid not null,
  created_at timestamptz not null,
  primary key (workspace_id, kind, value)
);
create index identity_by_subject on identity (workspace_id, subject_id);

-- Pairs of contacts (subject_id < other_id) that may be one person; a dismissed pair is not offered again.
create table duplicate_candidate (
  workspace_id uuid not null,
  subject_id uuid not null,
  other_id uuid not null,
  reason text not null check (reason in ('phone', 'external', 'name', 'email', 'told')),
  at timestamptz not null,
  dismissed_at timestamptz,
  dismissed_by uuid,
  primary key (workspace_id, subject_id, other_id),
  check (subject_id < other_id)
);
create index duplicate_candidate_inbox on duplicate_candidate (workspace_id, at desc, subject_id desc, other_id desc) where dismissed_at is null;
create index duplicate_candidate_by_other on duplicate_candidate (workspace_id, other_id);

-- How far the search for duplicates has come: contacts changed until then have been compared.
create table duplicate_sweep (
  workspace_id uuid not null references workspace (id),
  swept_to timestamptz not null,
  primary key (workspace_id)
);

-- Addresses of erased people as keyed hashes: enough to never write to them again, not enough to know them.
create table suppression (
  workspace_id uuid not null,
  kind text not null check (kind in ('email', 'phone')),
  value_hash bytea not null,
  at timestamptz not null,
  primary key (workspace_id, kind, value_hash)
);

-- What is needed to take a merge back exactly.
create table contact_merge (
  workspace_id uuid not null,
  subject_id uuid not null,
  id uuid not null,
  merged_id uuid not null,
  at timestamptz not null,
  actor_id uuid not null,
  -- survivor's and merged contact's rows before, identities and child rows that were moved
  before jsonb not null,
  reversed_at timestamptz,
  primary key (workspace_id, subject_id, id)
);
create index contact_merge_by_merged on contact_merge (workspace_id, merged_id);

-- Append-only; the newest row of a purpose is its state.
create table consent (
  workspace_id uuid not null,
  subject_id uuid not null,
  id uuid not null,
  purpose text not null,
  state text not null check (state in ('granted', 'withdrawn', 'pending')),
  basis text not null check (basis in ('consent', 'contract', 'legitimate_interest')),
  method text not null check (method in ('form', 'import', 'api', 'manual', 'preference_centre')),
  at timestamptz not null,
  -- The exact words accepted, kept as they were.
  text text,
  form_id uuid,
  form_version integer,
  submission_id uuid,
  page_url text,
  ip_truncated text,
  confirmed_at timestamptz,
  actor_id uuid,
  primary key (workspace_id, subject_id, id)
);
create index consent_current on consent (workspace_id, subject_id, purpose, at desc, id desc);

create table lifecycle_transition (
  workspace_id uuid not null,
  subject_id uuid not null,
  id uuid not null,
  from_stage text,
  to_stage text not null,
  at timestamptz not null,
  rule_version integer,
  reason text,
  evidence jsonb not null default '{}',
  actor_kind text not null,
  actor_id uuid not null,
  primary key (workspace_id, subject_id, id)
);
create index lifecycle_transition_by_stage on lifecycle_transition (workspace_id, to_stage, at desc);

create table scoring_model (
  workspace_id uuid not null references workspace (id),
  version integer not null,
  definition jsonb not null,
  state text not null check (state in ('draft', 'active', 'retired')),
  note text,
  created_by uuid,
  created_at timestamptz not null,
  activated_at timestamptz,
  retired_at timestamptz,
  primary key (workspace_id, version)
);
create unique index scoring_model_active on scoring_model (workspace_id) where state = 'active';

create table routing_rule (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  position integer not null,
  name text not null check (length(name) between 1 and 120),
  condition jsonb not null,
  member_ids uuid[] not null,
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create index routing_rule_in_order on routing_rule (workspace_id, position, id);

create table handover (
  workspace_id uuid not null,
  subject_id uuid not null,
  id uuid not null,
  state text not null check (state in ('pending', 'accepted', 'rejected', 'expired')),
  hand_raise boolean not null,
  reasons jsonb not null,
  temperature text not null,
  score integer not null,
  scoring_version integer,
  routing jsonb,
  assignee_id uuid,
  requested_at timestamptz not null,
  assigned_at timestamptz,
  -- Of the first of a chain of expired handovers: the person has waited since then.
  first_assigned_at timestamptz,
  -- Acceptance is due then; first touch has a clock of its own.
  due_at timestamptz not null,
  touch_due_at timestamptz not null,
  -- The clock that runs out next: what the inbox is sorted by.
  clock_at timestamptz not null,
  -- When the assignee is warned, the managers are told, and another seller gets the lead.
  remind_at timestamptz not null,
  escalate_at timestamptz not null,
  expire_at timestamptz not null,
  first_touch_at timestamptz,
  -- Stays when an accepted lead is given back later: then decided_at is the later decision.
  accepted_at timestamptz,
  decided_at timestamptz,
  decided_by uuid,
  rejection_reason text check (rejection_reason in ('no_timing', 'no_fit', 'bad_data', 'duplicate', 'unreachable')),
  note text,
  wake_on date,
  duplicate_of_id uuid,
  escalated_at timestamptz,
  reminded_at timestamptz,
  touch_reminded_at timestamptz,
  deal_id uuid,
  version integer not null default 1,
  primary key (workspace_id, subject_id, id)
);
create index handover_by_id on handover (workspace_id, id);
create unique index handover_one_pending on handover (workspace_id, subject_id) where state = 'pending';
create index handover_inbox on handover (workspace_id, due_at, id) where state = 'pending';
create index handover_by_assignee on handover (workspace_id, assignee_id, due_at, id) where state = 'pending';
create index handover_by_state on handover (workspace_id, state, requested_at desc, id desc);
create index handover_by_clock on handover (workspace_id, clock_at, id) where state = 'pending';
create index handover_by_requested on handover (workspace_id, requested_at desc, id desc);
create index handover_to_remind on handover (workspace_id, remind_at) where state = 'pending' and reminded_at is null;
create index handover_to_escalate on handover (workspace_id, escalate_at) where state = 'pending' and escalated_at is null;
create index handover_to_expire on handover (workspace_id, expire_at) where state = 'pending';
create index handover_untouched on handover (workspace_id, touch_due_at) where state in ('pending', 'accepted') and first_touch_at is null and touch_reminded_at is null;
-- What each seller has open, and who got a lead last.
create index handover_open on handover (workspace_id, assignee_id, decided_at) where state in ('pending', 'accepted') and deal_id is null;
create index handover_last_assigned on handover (workspace_id, assignee_id, assigned_at desc);
create index handover_by_rejection on handover (workspace_id, rejection_reason, decided_at desc, id desc) where rejection_reason is not null;

-- Calls, notes, meetings and mails that people log; the first human touch is the first of these by sales.
create table activity (
  workspace_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('note', 'call', 'email', 'meeting', 'message')),
  subject_id uuid,
  company_id uuid,
  deal_id uuid,
  title text,
  body text not null default '',
  direction text check (direction in ('inbound', 'outbound')),
  outcome text check (outcome in ('reached', 'not_reached', 'left_message', 'wrong_number')),
  happened_at timestamptz not null,
  duration_minutes integer,
  author_id uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id)
);
create index activity_by_subject on activity (workspace_id, subject_id, happened_at desc, id desc) where deleted_at is null;
create index activity_by_deal on activity (workspace_id, deal_id, happened_at desc) where deal_id is not null;
create index activity_by_company on activity (workspace_id, company_id, happened_at desc) where company_id is not null;
create index activity_by_author on activity (workspace_id, author_id, happened_at desc, id desc);

create table task (
  workspace_id uuid not null,
  id uuid not null,
  title text not null check (length(title) between 1 and 300),
  body text not null default '',
  kind text not null default 'to_do' check (kind in ('to_do', 'call', 'email', 'fix_data', 'review_duplicate', 'follow_up')),
  state text not null default 'open' check (state in ('open', 'done', 'cancelled')),
  priority text not null default 'normal' check (priority in ('low', 'normal', 'high')),
  due_at timestamptz,
  assignee_id uuid,
  department_id uuid,
  subject_id uuid,
  company_id uuid,
  deal_id uuid,
  -- What made it, so that a rule makes it once.
  dedupe_key text,
  created_by uuid not null,
  done_by uuid,
  done_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, assignee_id) references member (workspace_id, id)
);
create unique index task_dedupe on task (workspace_id, dedupe_key) where dedupe_key is not null;
create index task_mine on task (workspace_id, assignee_id, due_at, id) where state = 'open' and deleted_at is null;
create index task_open on task (workspace_id, due_at, id) where state = 'open' and deleted_at is null;
create index task_by_created on task (workspace_id, created_at desc, id desc) where deleted_at is null;
create index task_by_subject on task (workspace_id, subject_id) where subject_id is not null;
create index task_by_deal on task (workspace_id, deal_id) where deal_id is not null;
create index task_by_company on task (workspace_id, company_id) where company_id is not null;

create table pipeline (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  is_default boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index pipeline_default on pipeline (workspace_id) where is_default;

create table pipeline_stage (
  workspace_id uuid not null,
  id uuid not null,
  pipeline_id uuid not null,
  position integer not null,
  key text not null,
  name text not null check (length(name) between 1 and 80),
  probability integer not null check (probability between 0 and 100),
  rot_days integer check (rot_days > 0),
  deleted_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, pipeline_id, key),
  foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id)
);

create table deal (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 300),
  subject_id uuid,
  company_id uuid,
  pipeline_id uuid not null,
  stage_id uuid not null,
  state text not null default 'open' check (state in ('open', 'won', 'lost')),
  amount_cents bigint check (amount_cents >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  expected_close_on date,
  owner_id uuid,
  handover_id uuid,
  product_name text,
  source text,
  won_reason text,
  lost_reason text,
  close_note text,
  closed_at timestamptz,
  opened_at timestamptz not null,
  stage_since timestamptz not null,
  -- Rank inside its column: a fraction between its neighbours.
  board_rank double precision not null default 0,
  external_id text,
  tags text[] not null default '{}',
  custom_fields jsonb not null default '{}',
  search text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, pipeline_id) references pipeline (workspace_id, id),
  foreign key (workspace_id, stage_id) references pipeline_stage (workspace_id, id),
  foreign key (workspace_id, company_id) references company (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id),
  check (state = 'open' or closed_at is not null)
);
create unique index deal_external on deal (workspace_id, external_id) where external_id is not null;
create index deal_search on deal using gin (search gin_trgm_ops);
create index deal_board on deal (workspace_id, stage_id, board_rank, id) where state = 'open' and deleted_at is null;
create index deal_by_created on deal (workspace_id, created_at desc, id desc) where deleted_at is null;
-- Sorts by columns that may be empty: the same expressions as the list uses.
create index deal_by_amount on deal (workspace_id, coalesce(amount_cents, -1), id) where deleted_at is null;
create index deal_by_close on deal (workspace_id, coalesce(expected_close_on, '9999-12-31'::date), id) where deleted_at is null;
create index deal_by_late_close on deal (workspace_id, coalesce(expected_close_on, '0001-01-01'::date) desc, id desc) where deleted_at is null;
create index deal_by_name on deal (workspace_id, name, id) where deleted_at is null;
create index deal_by_stage_since on deal (workspace_id, stage_since, id) where deleted_at is null;
create index deal_by_tag on deal using gin (tags);
create index deal_by_state on deal (workspace_id, state, created_at desc, id desc) where deleted_at is null;
create index deal_by_owner on deal (workspace_id, owner_id, created_at desc, id desc) where deleted_at is null;
create index deal_by_subject on deal (workspace_id, subject_id) where subject_id is not null;
create index deal_by_company on deal (workspace_id, company_id) where company_id is not null;
create index deal_by_closed on deal (workspace_id, closed_at desc, id desc) where closed_at is not null and deleted_at is null;
