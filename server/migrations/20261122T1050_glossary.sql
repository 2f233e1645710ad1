-- The glossary: words with one meaning, bound to the rule behind the number, signed by the departments that use them.
create table term (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  -- As the newest version has it; the words of every version are in term_version.
  name text not null check (length(name) between 1 and 80),
  -- Folded name and aliases: one word has one meaning.
  keys text[] not null,
  owner_id uuid,
  head_version integer not null,
  head_state text not null check (head_state in ('draft', 'proposed', 'in_force')),
  in_force_version integer,
  -- Since when the rule behind the signed version is another one than was signed.
  outdated_at timestamptz,
  proposed_at timestamptz,
  search text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  version integer not null default 1,
  primary key (workspace_id, id)
);
create index term_by_name on term (workspace_id, left(search, 60), id) where deleted_at is null;
create index term_unsigned on term (workspace_id, proposed_at) where head_state = 'proposed' and deleted_at is null;
create index term_outdated on term (workspace_id, outdated_at) where outdated_at is not null and deleted_at is null;
create index term_by_keys on term using gin (keys);
create index term_search on term using gin (search gin_trgm_ops);

create table term_version (
  workspace_id uuid not null,
  term_id uuid not null,
  term_version integer not null,
  state text not null check (state in ('draft', 'proposed', 'in_force', 'superseded', 'withdrawn')),
  name text not null,
  aliases text[] not null,
  definition text not null,
  example text not null,
  -- { kind: none | stage | temperature | condition | report, … }
  binding jsonb not null,
  department_ids uuid[] not null,
  -- The scoring model behind the binding when the version was proposed; null where the binding does not rest on it.
  rule_version integer,
  created_by uuid not null,
  created_at timestamptz not null,
  proposed_at timestamptz,
  in_force_at timestamptz,
  ended_at timestamptz,
  primary key (workspace_id, term_id, term_version),
  foreign key (workspace_id, term_id) references term (workspace_id, id)
);
create index term_version_by_rule on term_version (workspace_id, rule_version)
  where rule_version is not null and state in ('proposed', 'in_force');

create table term_signature (
  workspace_id uuid not null,
  term_id uuid not null,
  term_version integer not null,
  department_id uuid not null,
  member_id uuid not null,
  signed_at timestamptz not null,
  primary key (workspace_id, term_id, term_version, department_id),
  foreign key (workspace_id, term_id, term_version) references term_version (workspace_id, term_id, term_version)
);
