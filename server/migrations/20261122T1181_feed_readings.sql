-- Rows whose units could not be read, and some of their SKUs: what was known of these stays as it is.
alter table stock_feed_run add column unread integer not null default 0;
alter table stock_feed_run add column unread_skus text[] not null default '{}';
-- Whether the feed believed last ended with a line break: one that always does and suddenly does not breaks off in its last number.
alter table stock_feed add column ended_whole boolean;
