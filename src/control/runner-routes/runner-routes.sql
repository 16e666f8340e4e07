/* @name bindRun */
update work_manifests set run_id = :runId! where id = :id! and run_id is null;

/* @name branchDirspaces */
select branch_dirspaces as "branchDirspaces" from work_manifests where id = :id!;

/* @name acceptResult */
insert into work_manifest_results (work_manifest_id, accepted, body)
values (:id!, true, :body!);

/* @name keepLateResult */
-- One of each run: whoever holds its token must not be able to fill the database.
insert into work_manifest_results (work_manifest_id, accepted, body)
select :id!, false, :body!
where not exists (
  select from work_manifest_results r where r.work_manifest_id = :id! and not r.accepted
);

/* @name storeDirspaceResults */
update work_manifest_dirspaces d set success = r.success, has_changes = r.has_changes
from unnest(:dirs!::text[], :workspaces!::text[], :successes!::boolean[], :changes!::boolean[])
  as r (dir, workspace, success, has_changes)
where d.work_manifest_id = :id! and d.dir = r.dir and d.workspace = r.workspace;

/* @name storeGates */
update work_manifests set gates = :gates! where id = :id!;

/* @name sameResultAccepted */
select id from work_manifest_results
where work_manifest_id = :id! and accepted and body = :body!::jsonb;

/* @name storePlan */
-- A runner that lost our answer stores its plan again.
insert into plans (work_manifest_id, dir, workspace, sealed, has_changes, expires_at)
values (:id!, :dir!, :workspace!, :sealed!, :hasChanges!, now() + interval '14 days')
on conflict (work_manifest_id, dir, workspace) do update set
  sealed = excluded.sealed, has_changes = excluded.has_changes, expires_at = excluded.expires_at
where plans.used_at is null;

/* @name usablePlan */
-- Unused, or used by this very run: its runner may have lost our answer.
select
  p.work_manifest_id as "planId", p.sealed as "sealed!",
  m.base_sha as "baseSha", m.head_sha as "headSha"
from work_manifest_dirspaces d
join plans p on p.work_manifest_id = d.plan_from and p.dir = d.dir and p.workspace = d.workspace
join work_manifests m on m.id = p.work_manifest_id
where d.work_manifest_id = :id! and d.dir = :dir! and d.workspace = :workspace!
  and p.sealed is not null and p.expires_at > now()
  and (p.used_at is null or p.used_by = d.work_manifest_id)
for update of p;

/* @name usePlan */
update plans set used_at = coalesce(used_at, now()), used_by = :usedBy!
where work_manifest_id = :planId! and dir = :dir! and workspace = :workspace!;

/* @name emptyUsedPlans */
update plans set sealed = null where used_by = :usedBy! and sealed is not null;
