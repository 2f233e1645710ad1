-- Lists by the days on which deals were opened and closed. Those that nobody has closed count as closed before all others,
-- as deals without an amount count as less than nothing: the same expression as the list uses.
create index deal_by_opened on deal (workspace_id, opened_at, id) where deleted_at is null;
create index deal_by_closing on deal (workspace_id, coalesce(closed_at, '-infinity'::timestamptz), id) where deleted_at is null;
