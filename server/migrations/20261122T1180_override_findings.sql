-- What was found when the word was given: a thing's name → how much. Null: given before that was kept; it counts for anything.
alter table campaign_override add column signed_for jsonb;
