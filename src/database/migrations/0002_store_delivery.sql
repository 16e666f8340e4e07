-- Stores a delivery and the job that looks at it: both are there, or neither. False: it was there before.
--
-- The job is put where graphile_worker.add_job puts it, without calling it: that takes longer with
-- every job that waits, and its NOTIFY makes those who call it commit one after another. Workers are
-- told afterwards. A function, because its plans are kept, with a pooler between as well.
create function store_delivery(
  delivery text, delivery_event text, delivery_action text, delivery_intent jsonb, queue text
) returns boolean language plpgsql as $$
begin
  insert into deliveries (id, event, action, intent)
  values (delivery, delivery_event, delivery_action, delivery_intent)
  on conflict do nothing;
  if not found then
    return false;
  end if;
  -- Empty queues are removed under a stronger lock: not between here and the end of the transaction.
  lock table graphile_worker._private_jobs in row exclusive mode;
  insert into graphile_worker._private_tasks (identifier)
  select 'evaluate'
  where not exists (select from graphile_worker._private_tasks where identifier = 'evaluate')
  on conflict do nothing;
  insert into graphile_worker._private_job_queues (queue_name)
  select queue
  where not exists (select from graphile_worker._private_job_queues where queue_name = queue)
  on conflict do nothing;
  insert into graphile_worker._private_jobs (task_id, job_queue_id, payload)
  select t.id, q.id, json_build_object('deliveryId', delivery)
  from graphile_worker._private_tasks t, graphile_worker._private_job_queues q
  where t.identifier = 'evaluate' and q.queue_name = queue;
  return true;
end
$$;
