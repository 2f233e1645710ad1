-- What was sold and what came back. Amounts are what the customer pays, taxes included, in cents.
create table sales_order (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  number text not null check (length(number) between 1 and 100),
  source text not null check (source in ('manual', 'api', 'import', 'deal', 'woocommerce', 'prestashop', 'shopify', 'demo')),
  -- Of a shop's order; together with source and external_id it says which order is meant.
  shop_id uuid,
  external_id text check (length(external_id) between 1 and 200),
  subject_id uuid,
  company_id uuid,
  deal_id uuid,
  state text not null check (state in ('placed', 'paid', 'shipped', 'delivered', 'cancelled')),
  ordered_at timestamptz not null,
  -- With postage and discounts: not always the sum of the lines.
  total_cents bigint not null check (total_cents between 0 and 9000000000000),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  -- Where it came from, as far as that is known.
  campaign_id uuid,
  link_code text,
  note text,
  -- When the source last changed it: older news of it are not taken.
  source_updated_at timestamptz,
  search text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id)
);
create unique index sales_order_external on sales_order
  (workspace_id, source, (coalesce(shop_id, '00000000-0000-0000-0000-000000000000'::uuid)), external_id) where external_id is not null;
create index sales_order_search on sales_order using gin (search gin_trgm_ops);
create index sales_order_by_ordered on sales_order (workspace_id, ordered_at desc, id desc) where deleted_at is null;
create index sales_order_by_total on sales_order (workspace_id, total_cents desc, id desc) where deleted_at is null;
create index sales_order_by_subject on sales_order (workspace_id, subject_id, ordered_at desc, id desc) where subject_id is not null;
create index sales_order_by_company on sales_order (workspace_id, company_id, ordered_at desc, id desc) where company_id is not null;
create index sales_order_by_deal on sales_order (workspace_id, deal_id) where deal_id is not null;
create index sales_order_by_campaign on sales_order (workspace_id, campaign_id, ordered_at) where campaign_id is not null;

create table order_line (
  workspace_id uuid not null,
  order_id uuid not null,
  id uuid not null,
  -- Which line of its order, for those who bring it again: the source's id of it, or its place.
  key text not null check (length(key) between 1 and 200),
  position integer not null,
  product_id uuid,
  sku text not null default '',
  name text not null default '',
  quantity integer not null check (quantity > 0),
  unit_price_cents bigint not null check (unit_price_cents between 0 and 9000000000000),
  total_cents bigint not null check (total_cents between 0 and 9000000000000),
  -- Of the order: demand is counted by product and time.
  ordered_at timestamptz not null,
  primary key (workspace_id, order_id, id),
  unique (workspace_id, order_id, key),
  foreign key (workspace_id, order_id) references sales_order (workspace_id, id)
);
create index order_line_by_product on order_line (workspace_id, product_id, ordered_at) where product_id is not null;
create index order_line_by_sku on order_line (workspace_id, sku) where product_id is null;

create table order_counter (
  workspace_id uuid not null references workspace (id),
  last bigint not null,
  primary key (workspace_id)
);

create table order_return (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  order_id uuid not null,
  source text not null check (source in ('manual', 'api', 'import', 'deal', 'woocommerce', 'prestashop', 'shopify', 'demo')),
  shop_id uuid,
  external_id text check (length(external_id) between 1 and 200),
  subject_id uuid,
  returned_at timestamptz not null,
  refund_cents bigint not null check (refund_cents between 0 and 9000000000000),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  note text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, order_id) references sales_order (workspace_id, id)
);
create unique index order_return_external on order_return
  (workspace_id, source, (coalesce(shop_id, '00000000-0000-0000-0000-000000000000'::uuid)), external_id) where external_id is not null;
create index order_return_by_time on order_return (workspace_id, returned_at desc, id desc) where deleted_at is null;
create index order_return_by_order on order_return (workspace_id, order_id);
create index order_return_by_subject on order_return (workspace_id, subject_id, returned_at desc) where subject_id is not null;

create table return_line (
  workspace_id uuid not null,
  return_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  order_line_id uuid not null,
  product_id uuid,
  quantity integer not null check (quantity > 0),
  reason text not null check (reason in ('not_as_described', 'defective', 'changed_mind', 'wrong_item', 'late', 'other')),
  -- The statement that misled: an attribute of the product, and the claim that stated it.
  attribute_key text check (length(attribute_key) between 1 and 100),
  claim_id uuid,
  note text,
  amount_cents bigint not null check (amount_cents between 0 and 9000000000000),
  returned_at timestamptz not null,
  primary key (workspace_id, return_id, id),
  foreign key (workspace_id, return_id) references order_return (workspace_id, id),
  foreign key (workspace_id, order_id, order_line_id) references order_line (workspace_id, order_id, id)
);
create index return_line_by_product on return_line (workspace_id, product_id, returned_at) where product_id is not null;
create index return_line_by_order on return_line (workspace_id, order_id, order_line_id);
create index return_line_by_claim on return_line (workspace_id, claim_id) where claim_id is not null;
