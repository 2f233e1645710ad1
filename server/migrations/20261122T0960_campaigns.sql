-- Campaigns that both teams launch: brief, seats, offers, links, costs, thread, overrides.
create table campaign (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  state text not null check (state in ('draft', 'kickoff', 'ready', 'live', 'paused', 'finished', 'archived')),
  starts_on date not null,
  ends_on date not null,
  audience text,
  -- Folded words of the audience: two campaigns with the same ones address the same people.
  audience_key text,
  audience_size integer check (audience_size >= 0),
  -- { objective, customerNeed, customerExpectation, contribution, evidence: { part: [{ label, url }] } }
  brief jsonb not null default '{}',
  brief_edited_at timestamptz,
  brief_edited_by uuid,
  message_house jsonb not null default '{"core":"","pillars":[]}',
  channels text[] not null default '{}',
  budget_cents bigint check (budget_cents >= 0),
  target_leads integer check (target_leads >= 0),
  target_sales_cents bigint check (target_sales_cents >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  guard_on boolean not null default true,
  kickoff_meeting_id uuid,
  kickoff_held_at timestamptz,
  launched_at timestamptz,
  finished_at timestamptz,
  pause_reason text,
  search text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  check (starts_on <= ends_on)
);
create index campaign_by_start on campaign (workspace_id, starts_on, id) where deleted_at is null;
create index campaign_by_end on campaign (workspace_id, ends_on, id) where deleted_at is null;
create index campaign_by_name on campaign (workspace_id, name, id) where deleted_at is null;
create index campaign_by_created on campaign (workspace_id, created_at, id) where deleted_at is null;
create index campaign_by_audience on campaign (workspace_id, audience_key, starts_on) where audience_key is not null and deleted_at is null;
create index campaign_search on campaign using gin (search gin_trgm_ops);
create index campaign_running on campaign (workspace_id, ends_on) where state in ('live', 'paused') and deleted_at is null;

-- A department at the table: its owner, who came to the kick-off, who signed.
create table campaign_seat (
  workspace_id uuid not null,
  campaign_id uuid not null,
  department_id uuid not null,
  position integer not null,
  owner_id uuid,
  attendee_ids uuid[] not null default '{}',
  signed_by uuid,
  signed_at timestamptz,
  primary key (workspace_id, campaign_id, department_id),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id),
  foreign key (workspace_id, department_id) references department (workspace_id, id)
);
create index campaign_seat_by_owner on campaign_seat (workspace_id, owner_id) where owner_id is not null;

create table campaign_offer (
  workspace_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  product_id uuid not null,
  uplift double precision not null check (uplift >= 0),
  discount_percent double precision check (discount_percent between 0 and 100),
  price_list_key text,
  before_cents bigint check (before_cents >= 0),
  before_currency text,
  -- The campaign is live and guarded: a change of stock, spec or price is judged at once.
  is_guarded boolean not null default false,
  -- Since when the guard holds it, by cause; null: it runs.
  stock_tripped_at timestamptz,
  drift_tripped_at timestamptz,
  price_tripped_at timestamptz,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id)
);
create unique index campaign_offer_once on campaign_offer (workspace_id, campaign_id, product_id) where removed_at is null;
create index campaign_offer_by_product on campaign_offer (workspace_id, product_id) where removed_at is null;
create index campaign_offer_guarded on campaign_offer (workspace_id, product_id) where is_guarded;

create table tracked_link (
  workspace_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  code text not null,
  name text not null,
  offer_id uuid,
  form_id uuid,
  url text,
  utm_source text not null,
  utm_medium text not null,
  utm_campaign text not null,
  utm_term text,
  utm_content text,
  created_by uuid not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, code),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id)
);
-- The public address names only the code.
create index tracked_link_by_code on tracked_link (code);
create index tracked_link_by_campaign on tracked_link (workspace_id, campaign_id, created_at) where removed_at is null;
create index tracked_link_by_offer on tracked_link (workspace_id, offer_id) where offer_id is not null and removed_at is null;

-- Clicks by day and without any person.
create table tracked_link_day (
  workspace_id uuid not null,
  link_id uuid not null,
  day date not null,
  clicks bigint not null default 0,
  waitlisted bigint not null default 0,
  primary key (workspace_id, link_id, day),
  foreign key (workspace_id, link_id) references tracked_link (workspace_id, id)
);

create table campaign_cost (
  workspace_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  label text not null,
  channel text,
  planned_cents bigint check (planned_cents >= 0),
  actual_cents bigint check (actual_cents >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  spent_on date,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id)
);
create index campaign_cost_by_campaign on campaign_cost (workspace_id, campaign_id, created_at);

create table campaign_message (
  workspace_id uuid not null,
  id uuid not null,
  campaign_id uuid not null,
  body text not null,
  author_id uuid not null,
  mention_ids uuid[] not null default '{}',
  at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id)
);
create index campaign_message_by_campaign on campaign_message (workspace_id, campaign_id, at desc, id desc) where removed_at is null;

-- One manager's word on one check; in force when one of each department has given it.
create table campaign_override (
  workspace_id uuid not null,
  campaign_id uuid not null,
  check_name text not null,
  member_id uuid not null,
  reason text not null check (length(reason) >= 3),
  signed_at timestamptz not null,
  primary key (workspace_id, campaign_id, check_name, member_id),
  foreign key (workspace_id, campaign_id) references campaign (workspace_id, id)
);
create index form_by_campaign on form (workspace_id, campaign_id) where campaign_id is not null and deleted_at is null;
