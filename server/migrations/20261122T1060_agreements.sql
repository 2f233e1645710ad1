-- What each department owes the other: versions signed by both, and how far they are kept, day by day.
create table agreement (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  direction text not null check (direction in ('marketing_to_sales', 'sales_to_marketing')),
  name text not null check (length(name) between 1 and 200),
  marketing_owner_id uuid,
  sales_owner_id uuid,
  -- The signed version whose day has come; moved on by the measuring job and by the last signature.
  in_force_number integer,
  -- The last local day that has been measured to its end.
  measured_to date,
  -- Since when both owners have been told that it falls behind.
  behind_since timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id),
  foreign key (workspace_id, marketing_owner_id) references member (workspace_id, id),
  foreign key (workspace_id, sales_owner_id) references member (workspace_id, id)
);
create unique index agreement_one_a_direction on agreement (workspace_id, direction) where deleted_at is null;

create table agreement_version (
  workspace_id uuid not null,
  agreement_id uuid not null,
  number integer not null,
  state text not null check (state in ('draft', 'proposed', 'signed', 'withdrawn')),
  terms jsonb not null,
  note text,
  from_on date not null,
  created_by uuid not null,
  created_at timestamptz not null,
  proposed_at timestamptz,
  signed_at timestamptz,
  primary key (workspace_id, agreement_id, number),
  foreign key (workspace_id, agreement_id) references agreement (workspace_id, id)
);
create unique index agreement_version_open on agreement_version (workspace_id, agreement_id) where state in ('draft', 'proposed');
create index agreement_version_signed on agreement_version (workspace_id, agreement_id, from_on desc, number desc) where state = 'signed';

create table agreement_signature (
  workspace_id uuid not null,
  agreement_id uuid not null,
  number integer not null,
  department_id uuid not null,
  member_id uuid not null,
  signed_at timestamptz not null,
  primary key (workspace_id, agreement_id, number, department_id),
  foreign key (workspace_id, agreement_id, number) references agreement_version (workspace_id, agreement_id, number)
);

-- Whole local days only; the day that runs is computed when it is asked for.
create table agreement_day (
  workspace_id uuid not null,
  agreement_id uuid not null,
  day date not null,
  -- The version it was computed with.
  number integer not null,
  attainment double precision,
  pace double precision,
  target double precision not null,
  done bigint not null,
  owed bigint not null,
  is_business_day boolean not null,
  computed_at timestamptz not null,
  primary key (workspace_id, agreement_id, day),
  foreign key (workspace_id, agreement_id) references agreement (workspace_id, id)
);
