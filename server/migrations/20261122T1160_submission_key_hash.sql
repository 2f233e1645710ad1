-- What was sent with the key: another body under the same key is another submission, and is refused. Null where the key is itself
-- made of what was sent.
alter table form_submission_key add column request_hash bytea;
