/* @name addJob */
select (graphile_worker.add_job(
  :task!::text, :payload!::json, :queue::text, :runAt::timestamptz, :maxAttempts::int, :key::text
)).id as "id!";
