/* @name insertRun */
insert into work_manifests (
  id, repository_id, pull_number, drift_run_id, type, base_ref, base_sha, head_sha, base_tip,
  branch_ref, fork, environment, runs_on, tag_query, requested_by, body, branch_dirspaces
) values (
  :id!, :repositoryId!, :pullNumber, :driftRunId, :type!, :baseRef!, :baseSha!, :headSha!, :baseTip,
  :branchRef!, :fork!, :environment, :runsOn, :tagQuery, :requestedBy, :body!, :branchDirspaces!
);

/* @name insertBuild */
insert into work_manifests (
  id, repository_id, pull_number, drift_run_id, type, base_ref, base_sha, head_sha, branch_ref, fork,
  requested_by, body, branch_dirspaces, build_side, build_sha, build_key
) values (
  :id!, :repositoryId!, :pullNumber, :driftRunId, :type!, :baseRef!, :baseSha!, :headSha!, :branchRef!, :fork!,
  :requestedBy, :body!, '[]', :side!, :sha!, :key!
);

/* @name insertRunDirspaces */
insert into work_manifest_dirspaces
  (work_manifest_id, dir, workspace, lock_policy, lock_branch_target, plan_from)
select
  :id!, d.dir, d.workspace, d.lock_policy, d.lock_branch_target, nullif(d.plan_from, '')::uuid
from unnest(
  :dirs!::text[], :workspaces!::text[], :lockPolicies!::text[], :lockBranchTargets!::text[],
  :plans!::text[]
) as d (dir, workspace, lock_policy, lock_branch_target, plan_from);

/* @name setCheck */
-- The newest state is what counts; the version says that there is something to tell the forge.
insert into checks (repository_id, sha, context, pull_number, state, description, target_url, dir, workspace)
values (:repositoryId!, :sha!, :context!, :pullNumber!, :state!, :description!, :targetUrl, :dir, :workspace)
on conflict (repository_id, sha, context) do update set
  pull_number = excluded.pull_number, state = excluded.state, description = excluded.description,
  target_url = excluded.target_url, dir = excluded.dir, workspace = excluded.workspace,
  version = checks.version + 1, refused = null;

/* @name insertComment */
-- No row: the same has been said before.
insert into comments (id, repository_id, pull_number, key, kind, strategy, work_manifest_id, body)
values (:id!, :repositoryId!, :pullNumber!, :key!, :kind!, :strategy!, :workManifestId, :body!)
on conflict (repository_id, pull_number, key) do nothing
returning id;

/* @name unlockPulls */
update pull_requests set unlocked_at = clock_timestamp()
where repository_id = :repositoryId! and number = any(:numbers!::int[]);

/* @name approveGates */
insert into gate_approvals (repository_id, pull_number, head_sha, token, login)
select :repositoryId!, :pullNumber!, :headSha!, token, :login! from unnest(:tokens!::text[]) as token
on conflict do nothing;

/* @name outdateComments */
-- Puts away what an earlier run of the same kind said, posted or still to be posted, but for what stays.
update comments set outdated_at = now()
where repository_id = :repositoryId! and pull_number = :pullNumber! and kind = :kind!
  and outdated_at is null and work_manifest_id <> :workManifestId! and strategy <> 'append'
returning id;

/* @name outputsOfRun */
select body from work_manifest_results where work_manifest_id = :id! and accepted;

/* @name resultsOfCommits */
-- The newest result of each dirspace by the runs of a run's kind for its commits, itself among them.
-- A plan that has been applied since says so.
select distinct on (d.dir, d.workspace)
  m.id, m.run_id as "runId", d.dir, d.workspace, m.published_at is not null as "published!",
  r.type = 'plan' and exists (
    select from work_manifests a join work_manifest_dirspaces ad on ad.work_manifest_id = a.id
    where a.repository_id = m.repository_id and a.pull_number = m.pull_number
      and a.type in ('apply', 'unsafe-apply') and a.created_at > m.created_at
      and ad.dir = d.dir and ad.workspace = d.workspace and ad.success
  ) as "applied!"
from work_manifests r
join work_manifests m
  on m.repository_id = r.repository_id and m.pull_number = r.pull_number
  and m.base_sha = r.base_sha and m.head_sha = r.head_sha
  and (m.type = 'plan') = (r.type = 'plan') and m.state = 'completed'
join work_manifest_dirspaces d on d.work_manifest_id = m.id
where r.id = :id!
order by d.dir, d.workspace, m.created_at desc, m.id;

/* @name markPublished */
update work_manifests set published_at = now() where id = any(:ids!) and published_at is null;
