-- The truth about what is sold: products with families, versioned spec sheets, prices with their history, distribution.
create table product_family (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  -- Folded; written by the application.
  name_key text not null,
  -- What every sheet of the family says: [{ key, label, type, unit, severity, options }].
  attributes jsonb not null default '[]',
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id)
);
create unique index product_family_name on product_family (workspace_id, name_key) where deleted_at is null;

create table product (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  sku text not null check (length(sku) between 1 and 100),
  -- Lower-case without surrounding blanks: shops do not agree about capitals.
  sku_key text not null,
  name text not null check (length(name) between 1 and 300),
  description text not null default '',
  family_id uuid,
  state text not null default 'active' check (state in ('active', 'discontinued')),
  discontinued_at timestamptz,
  -- What to offer instead of a discontinued product.
  replaced_by_id uuid,
  -- What it is sold by: piece, box, metre.
  unit text,
  -- Its page in the shop.
  url text,
  owner_id uuid,
  tags text[] not null default '{}',
  custom_fields jsonb not null default '{}',
  search text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, family_id) references product_family (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id),
  foreign key (workspace_id, replaced_by_id) references product (workspace_id, id),
  check ((state = 'discontinued') = (discontinued_at is not null))
);
create unique index product_sku on product (workspace_id, sku_key) where deleted_at is null;
create index product_search on product using gin (search gin_trgm_ops);
create index product_by_created on product (workspace_id, created_at desc, id desc) where deleted_at is null;
create index product_by_name on product (workspace_id, name, id) where deleted_at is null;
create index product_by_sku on product (workspace_id, sku, id) where deleted_at is null;
create index product_by_family on product (workspace_id, family_id, created_at desc, id desc) where deleted_at is null;
create index product_by_owner on product (workspace_id, owner_id, created_at desc, id desc) where deleted_at is null;
create index product_by_tag on product using gin (tags);

-- A published sheet never changes; the next version replaces it from its day on.
create table product_spec (
  workspace_id uuid not null,
  product_id uuid not null,
  spec_version integer not null check (spec_version > 0),
  -- scheduled: published, in force from a day to come.
  state text not null check (state in ('draft', 'scheduled', 'published')),
  -- [{ key, label, type, value, unit, severity }], in the order of the sheet.
  attributes jsonb not null,
  -- Why it was made.
  note text,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  published_by uuid,
  published_at timestamptz,
  effective_from timestamptz,
  primary key (workspace_id, product_id, spec_version),
  foreign key (workspace_id, product_id) references product (workspace_id, id),
  check ((state = 'draft') = (effective_from is null))
);
create index product_spec_in_force on product_spec (workspace_id, product_id, effective_from desc, spec_version desc) where state <> 'draft';
create index product_spec_scheduled on product_spec (workspace_id, effective_from) where state = 'scheduled';

create table product_file (
  workspace_id uuid not null,
  product_id uuid not null,
  file_id uuid not null,
  kind text not null check (kind in ('image', 'document')),
  title text not null default '',
  position integer not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (workspace_id, product_id, file_id),
  foreign key (workspace_id, product_id) references product (workspace_id, id),
  foreign key (workspace_id, file_id) references file (workspace_id, id)
);
create index product_file_by_file on product_file (workspace_id, file_id);

create table price_list (
  workspace_id uuid not null references workspace (id),
  key text not null check (key ~ '^[a-z0-9][a-z0-9_-]{0,59}$'),
  name text not null check (length(name) between 1 and 120),
  channel text,
  market text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  is_default boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, key)
);
create unique index price_list_default on price_list (workspace_id) where is_default;

-- A price without an end holds until the next one begins; a price with an end (an offer) goes before it meanwhile.
create table price (
  workspace_id uuid not null,
  product_id uuid not null,
  id uuid not null,
  list_key text not null,
  amount_cents bigint not null check (amount_cents between 0 and 9000000000000),
  currency text not null,
  from_at timestamptz not null,
  until_at timestamptz,
  note text,
  -- When it was told that it began, and that it ended.
  begun_at timestamptz,
  ended_at timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  primary key (workspace_id, product_id, id),
  foreign key (workspace_id, product_id) references product (workspace_id, id),
  foreign key (workspace_id, list_key) references price_list (workspace_id, key),
  check (until_at > from_at)
);
create unique index price_base_once on price (workspace_id, product_id, list_key, from_at) where until_at is null;
create index price_by_list on price (workspace_id, product_id, list_key, from_at desc);
create index price_to_begin on price (workspace_id, from_at) where begun_at is null;
create index price_to_end on price (workspace_id, until_at) where until_at is not null and ended_at is null;

create table distribution_plan (
  workspace_id uuid not null,
  product_id uuid not null,
  plan_version integer not null check (plan_version > 0),
  -- [{ channel, regions, leadTimeDays, note }].
  routes jsonb not null,
  note text,
  published_by uuid,
  published_at timestamptz not null,
  primary key (workspace_id, product_id, plan_version),
  foreign key (workspace_id, product_id) references product (workspace_id, id)
);
