-- Shops whose products, prices and stock, orders and refunds are brought here.
create table shop_connection (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  kind text not null check (kind in ('woocommerce', 'prestashop', 'shopify')),
  name text not null check (length(name) between 1 and 200),
  url text not null,
  -- Keys and the webhook secret, encrypted (AES-256-GCM) with a key derived from the installation's secret.
  sealed_credentials text not null,
  active boolean not null default true,
  -- What is brought: { products, prices, stock, orders, returns }.
  takes jsonb not null,
  price_list_key text not null,
  every_minutes integer not null check (every_minutes between 5 and 10080),
  -- How far each part has been read: { products: { since, page }, orders: …, returns: … }.
  cursors jsonb not null default '{}',
  -- What the shop says of itself: { shopName, currency, version }.
  about jsonb not null default '{}',
  -- Why the last contact failed; null when it did not.
  problem jsonb,
  tested_at timestamptz,
  next_run_at timestamptz not null,
  created_by uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id)
);
create index shop_connection_by_name on shop_connection (workspace_id, name, id) where deleted_at is null;
create index shop_connection_due on shop_connection (next_run_at) where deleted_at is null and active;

create table shop_run (
  workspace_id uuid not null,
  shop_id uuid not null,
  id uuid not null,
  trigger text not null check (trigger in ('schedule', 'manual')),
  state text not null check (state in ('queued', 'running', 'finished', 'failed')),
  -- Records read, created, updated and left aside, by part.
  counts jsonb not null default '{}',
  -- The first records that could not be taken: [{ part, externalId, rule, detail }].
  issues jsonb not null default '[]',
  problem jsonb,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, shop_id) references shop_connection (workspace_id, id)
);
create index shop_run_by_shop on shop_run (workspace_id, shop_id, created_at desc, id desc);
-- One run of a shop at a time waits or works.
create unique index shop_run_open on shop_run (workspace_id, shop_id) where state in ('queued', 'running');

-- Each delivery of a webhook is taken once. Pruned after 30 days.
create table shop_webhook_receipt (
  workspace_id uuid not null,
  shop_id uuid not null,
  delivery text not null,
  topic text not null,
  external_id text,
  state text not null check (state in ('received', 'done', 'ignored')),
  received_at timestamptz not null,
  done_at timestamptz,
  primary key (workspace_id, shop_id, delivery)
);
create index shop_webhook_receipt_by_time on shop_webhook_receipt (workspace_id, received_at);
