-- Several people may answer for one thing: the tasks of the others than the first.
alter table impact_item add column other_task_keys text[] not null default '{}';
