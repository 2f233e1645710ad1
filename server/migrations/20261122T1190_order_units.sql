-- Units of a line that its order took out of stock, and how many of them went back because it was cancelled or deleted.
alter table order_line add column taken integer not null default 0 check (taken >= 0);
alter table order_line add column released integer not null default 0 check (released >= 0);
update order_line l set taken = -m.delta
from stock_movement m, sales_order o
where m.workspace_id = l.workspace_id and m.product_id = l.product_id and m.reason = 'sale' and m.delta < 0
  and m.reference = 'order ' || l.order_id || ' ' || l.id
  and o.workspace_id = l.workspace_id and o.id = l.order_id and o.state <> 'cancelled' and o.deleted_at is null;
