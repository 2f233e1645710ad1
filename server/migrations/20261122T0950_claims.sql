-- Texts that state facts about products, what they state, and what a finder believes they state.
create table asset (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  type text not null check (type in ('ad', 'email', 'landing', 'post', 'script', 'brochure', 'other')),
  name text not null check (length(name) between 1 and 200),
  body text not null default '',
  url text,
  state text not null default 'draft' check (state in ('draft', 'live', 'retired')),
  owner_id uuid,
  department_id uuid,
  campaign_id uuid,
  published_at timestamptz,
  retired_at timestamptz,
  search text not null default '',
  created_by uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id)
);
create index asset_by_created on asset (workspace_id, created_at desc, id desc);
create index asset_by_updated on asset (workspace_id, updated_at desc, id desc);
create index asset_by_name on asset (workspace_id, name, id);
create index asset_by_campaign on asset (workspace_id, campaign_id) where campaign_id is not null;
create index asset_search on asset using gin (search gin_trgm_ops);

-- A fact that a text states, pinned to the version of the spec sheet it was taken from. Its state is kept by whoever changes
-- the truth, in the same transaction.
create table claim (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  -- 'brief' has the campaign's id, the types of `asset` an asset's, others what their module says.
  asset_type text not null,
  asset_id uuid not null,
  product_id uuid not null,
  -- Key in the spec sheet, or 'price' and 'before_price'.
  attribute_key text not null,
  attribute_label text not null,
  stated_value text not null,
  unit text,
  spec_version integer,
  state text not null default 'holds' check (state in ('holds', 'drifted')),
  reason text check (reason in ('changed', 'gone', 'above_lowest', 'no_price')),
  current_value text,
  current_unit text,
  current_version integer,
  severity text not null check (severity in ('critical', 'major', 'minor')),
  drifted_at timestamptz,
  -- The task of the drift that nobody else has announced.
  task_id uuid,
  -- The text has been retired: nobody reads the claim any more.
  suspended_at timestamptz,
  removed_at timestamptz,
  created_by uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (workspace_id, id)
);
create index claim_by_product on claim (workspace_id, product_id, attribute_key) where removed_at is null and suspended_at is null;
create index claim_by_asset on claim (workspace_id, asset_type, asset_id) where removed_at is null;
create index claim_by_created on claim (workspace_id, created_at desc, id desc) where removed_at is null and suspended_at is null;
create index claim_by_drift on claim (workspace_id, drifted_at desc, id desc)
  where state = 'drifted' and removed_at is null and suspended_at is null;

create table claim_proposal (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  asset_type text not null,
  asset_id uuid not null,
  -- The sentence in which the number stands, and the number as written.
  excerpt text not null,
  quote text not null,
  position integer not null,
  stated_value text not null,
  unit text,
  product_id uuid not null,
  attribute_key text,
  -- What was found, whatever its place: a dismissed one is not proposed again.
  fingerprint text not null,
  state text not null default 'pending' check (state in ('pending', 'confirmed', 'dismissed')),
  claim_id uuid,
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, asset_type, asset_id, fingerprint)
);
create index claim_proposal_pending on claim_proposal (workspace_id, created_at desc, id desc) where state = 'pending';
