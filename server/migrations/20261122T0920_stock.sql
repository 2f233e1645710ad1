-- What is there, what is promised, what is coming, and who waits for it.
create table stock (
  -- No foreign key to workspace: thousands of movements a second would all lock that one row.
  workspace_id uuid not null,
  product_id uuid not null,
  on_hand integer not null check (on_hand >= 0),
  -- All of it: what other systems reserved and the active reservations below. It can exceed on_hand when units got lost.
  reserved integer not null default 0 check (reserved >= 0),
  -- Given by people or another system; else the estimate counts.
  daily_demand double precision check (daily_demand >= 0),
  demand_std_dev double precision check (demand_std_dev >= 0),
  lead_time_days integer check (lead_time_days >= 0),
  estimated_daily_demand double precision,
  estimated_std_dev double precision,
  estimated_at timestamptz,
  -- Units that came in and have not been announced to the waitlist yet.
  to_announce integer not null default 0 check (to_announce >= 0),
  -- The moment a feed or webhook last spoke of, so that an older word is not believed.
  levelled_at timestamptz,
  version integer not null default 1,
  updated_at timestamptz not null,
  primary key (workspace_id, product_id),
  foreign key (workspace_id, product_id) references product (workspace_id, id)
);

-- Every change of on_hand, for good: on_hand is their sum.
create table stock_movement (
  workspace_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  delta integer not null check (delta <> 0),
  on_hand_after integer not null check (on_hand_after >= 0),
  reason text not null,
  reference text,
  -- Idempotency key of whoever sent it.
  key text,
  actor_kind text not null,
  actor_id uuid not null,
  at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index stock_movement_once on stock_movement (workspace_id, product_id, reason, reference) where reference is not null;
create unique index stock_movement_key on stock_movement (workspace_id, key) where key is not null;
create index stock_movement_by_product on stock_movement (workspace_id, product_id, at desc, id desc);

create table stock_reservation (
  workspace_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  quantity integer not null check (quantity > 0),
  state text not null default 'active' check (state in ('active', 'released', 'expired', 'fulfilled')),
  reference text,
  expires_at timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, product_id) references stock (workspace_id, product_id),
  check ((state = 'active') = (ended_at is null))
);
create unique index stock_reservation_once on stock_reservation (workspace_id, product_id, reference) where reference is not null and state = 'active';
create index stock_reservation_by_product on stock_reservation (workspace_id, product_id, created_at desc, id desc);
create index stock_reservation_to_expire on stock_reservation (workspace_id, expires_at) where state = 'active' and expires_at is not null;

create table inbound (
  workspace_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  quantity integer not null check (quantity > 0),
  expected_on date not null,
  -- Where it was first promised for.
  promised_on date not null,
  confirmed boolean not null,
  state text not null default 'expected' check (state in ('expected', 'received', 'cancelled')),
  supplier text,
  reference text,
  note text,
  received_quantity integer check (received_quantity >= 0),
  received_at timestamptz,
  created_by uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, product_id) references product (workspace_id, id),
  check ((state = 'received') = (received_at is not null))
);
create index inbound_expected on inbound (workspace_id, product_id, expected_on) where state = 'expected';
create index inbound_by_product on inbound (workspace_id, product_id, created_at desc, id desc);

create table waitlist_entry (
  workspace_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  email text not null,
  locale text not null,
  consent_text text not null,
  campaign_id uuid,
  subject_id uuid,
  state text not null default 'waiting' check (state in ('waiting', 'notified', 'removed')),
  joined_at timestamptz not null,
  notified_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, product_id) references product (workspace_id, id)
);
create unique index waitlist_entry_once on waitlist_entry (workspace_id, product_id, email) where state = 'waiting';
create index waitlist_entry_queue on waitlist_entry (workspace_id, product_id, joined_at, id) where state = 'waiting';
create index waitlist_entry_notified on waitlist_entry (workspace_id, product_id, notified_at) where state = 'notified';
create index waitlist_entry_by_product on waitlist_entry (workspace_id, product_id, joined_at desc, id desc);
create index waitlist_entry_by_subject on waitlist_entry (workspace_id, subject_id) where subject_id is not null;

-- Where levels come from by themselves: an address that is fetched on a schedule, or a secret address others post to.
create table stock_feed (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  kind text not null check (kind in ('url', 'webhook')),
  name text not null check (length(name) between 1 and 120),
  url text,
  every_minutes integer check (every_minutes between 5 and 10080),
  sku_column text,
  quantity_column text,
  enabled boolean not null default true,
  -- Counts up when the secret address is replaced.
  generation integer not null default 1,
  next_run_at timestamptz,
  -- How many SKUs the last believed feed held.
  last_rows integer,
  version integer not null default 1,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  check ((kind = 'url') = (url is not null)),
  check ((kind = 'url') = (every_minutes is not null))
);
create index stock_feed_due on stock_feed (workspace_id, next_run_at) where enabled and deleted_at is null and next_run_at is not null;

create table stock_feed_run (
  workspace_id uuid not null,
  id uuid not null,
  feed_id uuid not null,
  state text not null check (state in ('applied', 'held', 'confirmed', 'discarded', 'failed')),
  -- Why it is held or failed: a word of `stock.feeds.reasons.*`, with its numbers.
  reason text,
  params jsonb not null default '{}',
  rows integer not null default 0,
  changed integer not null default 0,
  unknown integer not null default 0,
  -- The levels of a held feed, until a person decides.
  levels text,
  started_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, feed_id) references stock_feed (workspace_id, id)
);
create unique index stock_feed_run_held on stock_feed_run (workspace_id, feed_id) where state = 'held';
create index stock_feed_run_by_feed on stock_feed_run (workspace_id, feed_id, started_at desc, id desc);

-- Messages of webhooks that were taken in: the same one twice counts once.
create table stock_webhook_receipt (
  workspace_id uuid not null,
  feed_id uuid not null,
  message_id text not null,
  at timestamptz not null,
  primary key (workspace_id, feed_id, message_id)
);
create index stock_webhook_receipt_by_time on stock_webhook_receipt (workspace_id, at);
