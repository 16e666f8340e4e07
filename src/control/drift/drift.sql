/* @name schedulesOf */
select name, schedule from drift_schedules where repository_id = :repositoryId! order by name;

/* @name schedulesReadAt */
select schedules_of as "sha" from repositories where id = :repositoryId!;

/* @name schedulesAreOf */
update repositories set schedules_of = :sha! where id = :repositoryId!;

/* @name storeSchedule */
insert into drift_schedules (repository_id, name, schedule) values (:repositoryId!, :name!, :schedule!)
on conflict (repository_id, name) do update set schedule = excluded.schedule
where drift_schedules.schedule <> excluded.schedule;

/* @name removeOtherSchedules */
delete from drift_schedules where repository_id = :repositoryId! and name <> all(:names!::text[]);

/* @name schedulesToTry */
select s.repository_id as "repositoryId", s.name, s.schedule, s.tried, s.tried_at as "triedAt", now() as "now!"
from drift_schedules s
join repositories r on r.id = s.repository_id
join installations i on i.id = r.installation_id
where i.state = 'installed' and s.repository_id = coalesce(:repositoryId, s.repository_id)
order by s.repository_id, s.name;

/* @name takeSchedule */
-- Who finds it locked leaves it: another server is trying it.
select schedule, tried, tried_at as "triedAt", now() as "now!"
from drift_schedules where repository_id = :repositoryId! and name = :name!
for update skip locked;

/* @name scheduleTried */
update drift_schedules set tried_at = now(), tried = schedule
where repository_id = :repositoryId! and name = :name!;

/* @name addDriftRun */
insert into drift_runs (id, repository_id, schedule) values (:id!, :repositoryId!, :schedule!);

/* @name findDriftRun */
select
  d.id, d.repository_id as "repositoryId", d.schedule,
  r.installation_id as "installationId", r.owner, r.name
from drift_runs d join repositories r on r.id = d.repository_id
where d.id = :id!;

/* @name driftRunStarted */
-- As the schedule is by now: what was edited since it was due is not due again.
with run as (
  update drift_runs set schedule = :schedule! where id = :id! returning repository_id
)
update drift_schedules s set tried = :schedule!, problem = null
from run where s.repository_id = run.repository_id and s.name = :name!;

/* @name earlierRunUnderWay */
select m.id from work_manifests m join drift_runs d on d.id = m.drift_run_id
where d.repository_id = :repositoryId! and d.schedule ->> 'name' = :name! and d.id <> :id!
  and m.state in ('queued', 'dispatched', 'running')
limit 1;

/* @name driftRunFailed */
update drift_schedules set problem = :problem! where repository_id = :repositoryId! and name = :name!;

/* @name driftResults */
-- What the runs of a drift run have made of each dirspace, oldest first. One that brought no result has
-- failed. A plan is overtaken by whatever was applied since.
select
  d.dir, d.workspace, m.id as "runId", m.type, m.state, m.gates,
  coalesce(d.success, false) as "success!", coalesce(d.has_changes, true) as "hasChanges!",
  m.head_sha as "headSha", m.created_at as "createdAt",
  exists (
    select from plans s
    where s.work_manifest_id = m.id and s.dir = d.dir and s.workspace = d.workspace
      and s.sealed is not null and s.used_at is null and s.expires_at > now()
  ) as "planStored!",
  exists (
    select from work_manifests a
    join work_manifest_dirspaces ad on ad.work_manifest_id = a.id
    where a.repository_id = m.repository_id and a.type in ('apply', 'unsafe-apply')
      and a.created_at >= m.created_at and (a.state <> 'aborted' or a.started_at is not null)
      and ad.dir = d.dir and ad.workspace = d.workspace
  ) as "overtaken!"
from work_manifests m
join work_manifest_dirspaces d on d.work_manifest_id = m.id
where m.drift_run_id = :id!
order by m.created_at, m.id, d.dir, d.workspace;

/* @name markReported */
-- No row: another look at it has said it.
update work_manifests set published_at = now() where id = :id! and published_at is null
returning id;
