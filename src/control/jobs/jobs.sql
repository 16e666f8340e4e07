/* @name addJob */
select (graphile_worker.add_job(
  :task!::text, :payload!::json, :queue::text, :runAt::timestamptz, null, :key::text
)).id as "id!";

/* @name limitLockWait */
select set_config('lock_timeout', '500ms', true);

/* @name lockJobs */
lock table graphile_worker._private_jobs in share mode;

/* @name deleteEmptyQueues */
-- Skipping locked ones: a worker that looks for a job holds them, and waits for the table.
delete from graphile_worker._private_job_queues
where id in (
  select q.id from graphile_worker._private_job_queues q
  where q.locked_at is null
    and not exists (select from graphile_worker._private_jobs j where j.job_queue_id = q.id)
  for update skip locked
);
