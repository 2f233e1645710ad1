-- The demo company lives by a clock of its own: its days are played one by one. Everybody else's is the real one.
alter table workspace add column clock_offset_days integer not null default 0
  check (clock_offset_days between 0 and 3650 and (is_demo or clock_offset_days = 0));
