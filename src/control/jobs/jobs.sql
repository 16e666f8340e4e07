/* @name addJob */
select (graphile_worker.add_job(
  :task!::text, :payload!::json, :queue::text, :runAt::timestamptz, null, :key::text
)).id as "id!";
