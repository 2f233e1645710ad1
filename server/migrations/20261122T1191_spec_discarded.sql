-- A draft that nobody will publish. Its number is not used again.
alter table product_spec add column discarded_at timestamptz;
alter table product_spec add constraint product_spec_discarded check (discarded_at is null or state = 'draft');
