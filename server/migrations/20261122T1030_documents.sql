-- Documents that several people write at once: briefs, minutes, items of information, notes.
create table document (
  workspace_id uuid not null references workspace (id),
  id uuid not null,
  kind text not null check (kind in ('note', 'minutes', 'brief', 'information')),
  -- A meeting, a campaign, an item of information: its module says what it is called.
  parent_id uuid,
  title text not null check (length(title) between 1 and 200),
  -- Markdown as of the last time that the updates were gathered.
  markdown text not null default '',
  search text not null,
  locked_at timestamptz,
  locked_by uuid,
  created_by uuid not null,
  created_at timestamptz not null,
  updated_by uuid not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  -- Counts changes of the row that people make, not what they write in the text: that merges.
  version integer not null default 1,
  primary key (workspace_id, id)
);
create unique index document_of_parent on document (workspace_id, kind, parent_id) where parent_id is not null and deleted_at is null;
create index document_by_update on document (workspace_id, updated_at, id) where deleted_at is null;
create index document_by_title on document (workspace_id, title, id) where deleted_at is null;
create index document_by_created on document (workspace_id, created_at, id) where deleted_at is null;
create index document_search on document using gin (search gin_trgm_ops);

-- The shared state (Yjs) without the updates that have come since.
create table document_state (
  workspace_id uuid not null,
  document_id uuid not null,
  state bytea not null,
  -- Mentions in the text that have been told.
  told_mentions text[] not null default '{}',
  -- Who has written since the last version.
  contributor_ids uuid[] not null default '{}',
  primary key (workspace_id, document_id),
  foreign key (workspace_id, document_id) references document (workspace_id, id)
);

-- What is typed, as it comes: written before it is acknowledged and gathered into the state a little later.
create table document_update (
  workspace_id uuid not null,
  document_id uuid not null,
  id uuid not null,
  update bytea not null,
  member_id uuid not null,
  at timestamptz not null,
  primary key (workspace_id, document_id, id),
  foreign key (workspace_id, document_id) references document (workspace_id, id)
);
create index document_update_by_time on document_update (at);

create table document_version (
  workspace_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  name text check (length(name) between 1 and 120),
  origin text not null check (origin in ('automatic', 'named', 'restoration', 'lock')),
  -- The text as a tree (ProseMirror), to be restored as it was.
  content jsonb not null,
  markdown text not null,
  contributor_ids uuid[] not null default '{}',
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, document_id) references document (workspace_id, id)
);
create index document_version_by_time on document_version (workspace_id, document_id, created_at, id);

create table document_comment (
  workspace_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  -- The comment that it replies to.
  thread_id uuid,
  author_id uuid not null,
  body text not null,
  mention_ids uuid[] not null default '{}',
  -- Relative positions (Yjs), base64.
  anchor_from text,
  anchor_to text,
  quote text,
  proposed_text text,
  state text not null check (state in ('open', 'resolved', 'accepted', 'declined')),
  decided_by uuid,
  decided_at timestamptz,
  created_at timestamptz not null,
  removed_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, document_id) references document (workspace_id, id),
  check ((anchor_from is null) = (anchor_to is null))
);
create index document_comment_by_document on document_comment (workspace_id, document_id, created_at, id) where removed_at is null;
