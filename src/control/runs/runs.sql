/* @name findRun */
select
  m.id, m.repository_id as "repositoryId", m.pull_number as "pullNumber",
  m.drift_run_id as "driftRunId", m.type, m.state,
  m.base_ref as "baseRef", m.base_sha as "baseSha", m.head_sha as "headSha",
  m.branch_ref as "branchRef", m.fork, m.environment, m.runs_on as "runsOn", m.body,
  m.created_at as "createdAt", m.dispatch_attempted_at as "dispatchAttemptedAt",
  (extract(epoch from now() - m.dispatch_attempted_at) * 1000)::float8 as "attemptedMsAgo",
  m.dispatched_at as "dispatchedAt", m.run_id as "runId", m.requested_by as "requestedBy",
  r.installation_id as "installationId", r.owner, r.name,
  (
    select json_agg(json_build_object('dir', d.dir, 'workspace', d.workspace) order by d.dir, d.workspace)
    from work_manifest_dirspaces d where d.work_manifest_id = m.id
  ) as dirspaces
from work_manifests m
join repositories r on r.id = m.repository_id
where m.id = :id!;

/* @name lockRunState */
select state, run_id as "runId" from work_manifests where id = :id! for update;

/* @name setRunState */
update work_manifests set
  state = :state!,
  run_id = coalesce(:runId, run_id),
  dispatched_at = case when :state! = 'dispatched' then now() else dispatched_at end,
  started_at = case when :state! = 'running' then coalesce(started_at, now()) else started_at end,
  finished_at = case when :state! in ('completed', 'failed', 'aborted') then now() end
where id = :id!;

/* @name recordEvent */
insert into work_manifest_events (work_manifest_id, from_state, to_state, cause, detail)
values (:id!, :fromState, :toState, :cause!, :detail);

/* @name openRunsOfRepository */
select
  m.id, m.pull_number as "pullNumber", m.type, m.state,
  m.base_sha as "baseSha", m.head_sha as "headSha", m.created_at as "createdAt",
  m.dispatched_at as "dispatchedAt", m.run_id as "runId",
  (
    select json_agg(json_build_object('dir', d.dir, 'workspace', d.workspace) order by d.dir, d.workspace)
    from work_manifest_dirspaces d where d.work_manifest_id = m.id
  ) as dirspaces
from work_manifests m
where m.repository_id = :repositoryId! and m.state in ('queued', 'dispatched', 'running')
order by m.created_at, m.id;

/* @name openRunOfCi */
select m.id from work_manifests m
where m.repository_id = :repositoryId! and m.run_id = :runId!
  and m.state in ('queued', 'dispatched', 'running');

/* @name takeWaiting */
-- In the order in which they came.
with taken as (
  delete from delivery_waits where work_manifest_id = :id!
  returning delivery_id, pull_number
)
select
  t.delivery_id as "deliveryId", t.pull_number as "pullNumber", m.repository_id as "repositoryId"
from taken t
join deliveries d on d.id = t.delivery_id
join work_manifests m on m.id = :id!
order by d.received_at, d.id;

/* @name storeCause */
-- What runners and the reconciler cause waits in the same inbox as webhooks.
insert into deliveries (id, event, action, intent)
values (:id!, :event!, :action, :intent!)
on conflict do nothing
returning id;
