/* @name addServer */
insert into servers (host, worker_pool) values (:host!, :workerPool) returning id;

/* @name lockServer */
select pg_advisory_lock(hashtext('terrane servers'), :id!::int);

/* @name serverSeen */
update servers set seen_at = now(), worker_pool = coalesce(:workerPool, worker_pool)
where id = :id!
returning id;

/* @name removeServer */
delete from servers where id = :id!;

/* @name takeDeadServers */
-- Alive is who holds its lock. Whoever lost its connection, or saw the database restart, has a moment
-- to take it again.
delete from servers s
where s.id <> :id!
  and greatest(s.seen_at, pg_postmaster_start_time()) < now() - interval '3 seconds'
  and not exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.granted
      and l.database = (select oid from pg_database where datname = current_database())
      and l.classid = ((hashtext('terrane servers')::bigint + 4294967296) % 4294967296)::oid
      and l.objid = s.id::oid and l.objsubid = 2
  )
returning s.id, s.worker_pool as "workerPool";

/* @name releaseOrphans */
-- Jobs locked by a pool that no living server has; one that just began may not have said its name yet.
with alive as (
  select worker_pool from servers where worker_pool is not null
),
orphans as (
  select distinct j.locked_by as pool from graphile_worker.jobs j
  where j.locked_by is not null and j.locked_at < now() - interval '3 seconds'
    and j.locked_by <> :workerPool! and j.locked_by not in (select worker_pool from alive)
)
select graphile_worker.force_unlock_workers(array_agg(pool)) as released, array_agg(pool) as "pools!"
from orphans
having count(*) > 0;
