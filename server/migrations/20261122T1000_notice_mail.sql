-- Notices wait here for the mail that brings them: one a minute for each reader, however many happen.
alter table notification add column mail_wanted boolean not null default false;
create index notification_to_mail on notification (workspace_id, member_id) where mail_wanted and mailed_at is null;
