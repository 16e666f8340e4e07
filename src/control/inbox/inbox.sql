/* @name storeDelivery */
-- One call, so one transaction: the delivery and its job are both there, or neither.
select store_delivery(:id!, :event!, :action, :intent!, :queue!) as "stored!";

/* @name wakeWorkers */
select pg_notify('jobs:insert', json_build_object('count', :count!::int)::text);
