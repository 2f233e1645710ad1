-- What departments need of each other to do their work, who answers for it, and how fresh it is.
create table information_item (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  purpose text not null default '',
  requested_by_department_id uuid not null,
  provided_by_department_id uuid not null,
  owner_id uuid not null,
  interval_days integer not null check (interval_days between 1 and 1000),
  mandatory boolean not null,
  blocks_launches boolean not null default true,
  kind text not null check (kind in ('text', 'number', 'link', 'document')),
  -- A number as JavaScript writes it; of a document nothing: its text is the document's.
  value text,
  unit text,
  document_id uuid,
  verified_at timestamptz,
  verified_by uuid,
  -- Local day of the verification, in the workspace's zone then.
  verified_on date,
  -- Last local day on which the verification holds; before the first one, the day by which it is needed.
  due_on date not null,
  -- First local day on which it is stale; '1970-01-01' until it has been verified.
  stale_on date not null,
  project_id uuid,
  campaign_id uuid,
  meeting_series_id uuid,
  template_id uuid,
  template_key text,
  -- The cycle that has its reminder, and the task of it.
  reminded_for date,
  reminder_task_id uuid,
  nudged_at timestamptz,
  -- What it was for is over.
  closed_at timestamptz,
  search text not null,
  created_by uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, requested_by_department_id) references department (workspace_id, id),
  foreign key (workspace_id, provided_by_department_id) references department (workspace_id, id),
  foreign key (workspace_id, owner_id) references member (workspace_id, id),
  check (campaign_id is null or meeting_series_id is null)
);
create index information_item_by_due on information_item (workspace_id, due_on, id) where deleted_at is null and closed_at is null;
-- Worst first: what locks meetings and launches, what an agenda speaks of.
create index information_item_stale on information_item (workspace_id, mandatory desc, stale_on, id)
  where deleted_at is null and closed_at is null;
create index information_item_by_owner on information_item (workspace_id, owner_id, due_on, id) where deleted_at is null and closed_at is null;
create index information_item_by_requester on information_item (workspace_id, requested_by_department_id, due_on, id)
  where deleted_at is null and closed_at is null;
create index information_item_by_name on information_item (workspace_id, name, id) where deleted_at is null;
create index information_item_by_created on information_item (workspace_id, created_at, id) where deleted_at is null;
create index information_item_by_campaign on information_item (workspace_id, campaign_id) where campaign_id is not null and deleted_at is null;
create index information_item_by_project on information_item (workspace_id, project_id) where project_id is not null and deleted_at is null;
create index information_item_by_series on information_item (workspace_id, meeting_series_id)
  where meeting_series_id is not null and deleted_at is null;
create index information_item_search on information_item using gin (search gin_trgm_ops);
-- A template applied twice to the same makes nothing twice.
create unique index information_item_of_template on information_item
  (workspace_id, template_id, template_key, coalesce(campaign_id, project_id, workspace_id)) where template_id is not null and deleted_at is null;

-- Who did what to an item, from what to what and why. Rows are only ever added.
create table information_version (
  workspace_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  at timestamptz not null,
  actor_id uuid not null,
  act text not null check (act in ('value_set', 'verified', 'proposal_accepted', 'proposal_declined', 'owner_changed', 'terms_changed')),
  before_value text,
  after_value text,
  reason text not null default '',
  primary key (workspace_id, id),
  foreign key (workspace_id, item_id) references information_item (workspace_id, id)
);
create index information_version_by_item on information_version (workspace_id, item_id, at desc, id desc);

create table information_proposal (
  workspace_id uuid not null,
  id uuid not null,
  item_id uuid not null,
  proposed_by uuid not null,
  value text not null,
  reason text not null default '',
  state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'withdrawn')),
  decided_by uuid,
  decided_at timestamptz,
  decline_reason text,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, item_id) references information_item (workspace_id, id)
);
create index information_proposal_by_item on information_proposal (workspace_id, item_id, created_at desc, id desc);
create index information_proposal_open on information_proposal (workspace_id, item_id) where state = 'open';

-- Lists to start from: for a kind of campaign, or for everyday work.
create table information_template (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  name_key text not null,
  campaign_kind text,
  description text not null default '',
  -- [{ key, name, purpose, requestedByDepartmentId, providedByDepartmentId, intervalDays, mandatory, kind, unit, leadDays }]
  items jsonb not null,
  -- The template of the product it was made from.
  starter_key text,
  created_by uuid not null,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (workspace_id, id)
);
create unique index information_template_name on information_template (workspace_id, name_key) where deleted_at is null;
create unique index information_template_starter on information_template (workspace_id, starter_key)
  where starter_key is not null and deleted_at is null;
