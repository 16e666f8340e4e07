/* @name storeDelivery */
-- Stores a delivery and its job in one statement: both are there, or neither. No row: it was there before.
with stored as (
  insert into deliveries (id, event, action, intent)
  values (:id!, :event!, :action, :intent!)
  on conflict do nothing
  returning id
)
select (graphile_worker.add_job(
  'evaluate', json_build_object('deliveryId', stored.id), :queue!
)).id as "jobId!"
from stored;
