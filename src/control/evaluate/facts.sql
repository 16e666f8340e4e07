/* @name findDelivery */
select intent, received_at as "receivedAt", processed_at as "processedAt", now() as "now!"
from deliveries where id = :id!;

/* @name claimDelivery */
-- No row: another try has done it.
update deliveries set processed_at = now(), outcome = :outcome
where id = :id! and processed_at is null
returning id, now() as "now!";

/* @name unclaimDelivery */
-- What it is about from now on is the head that was looked at first.
update deliveries set
  processed_at = null, outcome = 'waits for builds',
  intent = intent || jsonb_build_object('headSha', coalesce(intent ->> 'headSha', :headSha!))
where id = :id!;

/* @name awaitBuilds */
-- The open builds of these. Held to the end of the transaction: one that ends meanwhile finds who waits.
with open as (
  select m.id from work_manifests m
  join unnest(:types!::text[], :shas!::text[], :keys!::text[]) as b (type, sha, key)
    on m.type = b.type and m.build_sha = b.sha and m.build_key = b.key
  where m.repository_id = :repositoryId! and m.state in ('queued', 'dispatched', 'running')
  for share of m
)
insert into delivery_waits (work_manifest_id, delivery_id, pull_number)
select distinct open.id, :deliveryId!, :pullNumber::int from open
returning work_manifest_id as id;

/* @name stopWaiting */
delete from delivery_waits where delivery_id = :deliveryId!;

/* @name buildRuns */
-- The newest run of each build, and the newest that brought a result that is still there.
with runs as (
  select
    m.*,
    row_number() over (
      partition by m.type, m.build_sha, m.build_key order by m.created_at desc, m.id
    ) as newest,
    row_number() over (
      partition by m.type, m.build_sha, m.build_key
      order by m.state = 'completed' desc, m.finished_at desc, m.id
    ) as completed
  from work_manifests m
  join unnest(:types!::text[], :shas!::text[], :keys!::text[]) as b (type, sha, key)
    on m.type = b.type and m.build_sha = b.sha and m.build_key = b.key
  where m.repository_id = :repositoryId!
    and (
      m.state <> 'completed'
      or exists (select from work_manifest_results r where r.work_manifest_id = m.id and r.accepted)
    )
)
select
  m.id, m.pull_number as "pullNumber", m.type, m.build_side as "side!", m.build_sha as "sha!",
  m.build_key as "key!", m.head_sha as "headSha", m.state, m.finished_at as "endedAt",
  m.run_id as "runId", m.newest = 1 as "newest!", m.completed = 1 as "first!",
  (
    select e.detail from work_manifest_events e
    where e.work_manifest_id = m.id and e.to_state = 'failed'
  ) as failure
from runs m
where m.newest = 1 or m.completed = 1
order by m.created_at, m.id;

/* @name openBuilds */
select
  m.id, m.pull_number as "pullNumber", m.type, m.build_side as "side!", m.head_sha as "headSha",
  m.state, m.run_id as "runId"
from work_manifests m
where m.repository_id = :repositoryId! and m.build_sha is not null
  and m.state in ('queued', 'dispatched', 'running')
order by m.created_at, m.id;

/* @name buildResults */
-- The newest result of each.
select distinct on (m.type, m.build_sha, m.build_key)
  m.id, m.type, m.build_sha as "sha!", m.build_key as "key!", r.body
from work_manifests m
join unnest(:types!::text[], :shas!::text[], :keys!::text[]) as b (type, sha, key)
  on m.type = b.type and m.build_sha = b.sha and m.build_key = b.key
join work_manifest_results r on r.work_manifest_id = m.id and r.accepted
where m.repository_id = :repositoryId! and m.state = 'completed'
order by m.type, m.build_sha, m.build_key, m.finished_at desc, m.id;

/* @name buildResultsOfCommits */
-- The newest result of each kind: most likely those that are needed.
select distinct on (m.type, m.build_sha)
  m.id, m.type, m.build_sha as "sha!", m.build_key as "key!", r.body
from work_manifests m
join work_manifest_results r on r.work_manifest_id = m.id and r.accepted
where m.repository_id = :repositoryId! and m.build_sha = any(:shas!::text[]) and m.state = 'completed'
order by m.type, m.build_sha, m.finished_at desc, m.id;

/* @name findRepository */
select r.id, r.installation_id as "installationId", r.owner, r.name
from repositories r where r.id = :id!;

/* @name lockRepository */
-- Held to the end of the transaction: decisions about a repository are made one after another.
with installation as (
  insert into installations (id, account) values (:installationId!, :owner!)
  on conflict (id) do update set account = excluded.account
  returning id
)
insert into repositories (id, installation_id, owner, name, default_branch)
select :id!, installation.id, :owner!, :name!, :defaultBranch! from installation
on conflict (id) do update set
  installation_id = excluded.installation_id, owner = excluded.owner, name = excluded.name,
  default_branch = excluded.default_branch, updated_at = now();

/* @name upsertInstallation */
insert into installations (id, account, state) values (:id!, :account!, :state!)
on conflict (id) do update set account = excluded.account, state = excluded.state, updated_at = now();

/* @name upsertPull */
-- No row: what somebody else read later is there already.
insert into pull_requests (
  repository_id, number, title, author, state, draft, fork,
  head_ref, head_sha, base_ref, base_sha, merge_sha, merged_at
) values (
  :repositoryId!, :number!, :title!, :author!, :state!, :draft!, :fork!,
  :headRef!, :headSha!, :baseRef!, :baseSha!, :mergeSha, :mergedAt
)
on conflict (repository_id, number) do update set
  title = excluded.title, author = excluded.author, state = excluded.state,
  draft = excluded.draft, fork = excluded.fork, head_ref = excluded.head_ref,
  head_sha = excluded.head_sha, base_ref = excluded.base_ref, base_sha = excluded.base_sha,
  merge_sha = excluded.merge_sha, merged_at = excluded.merged_at, updated_at = now()
where pull_requests.updated_at < :readAt! or pull_requests.head_sha = excluded.head_sha
returning unlocked_at as "unlockedAt";

/* @name clearChangeDirspaces */
delete from change_dirspaces where repository_id = :repositoryId! and pull_number = :number!;

/* @name addChangeDirspaces */
insert into change_dirspaces (repository_id, pull_number, dir, workspace, lock_policy, lock_branch_target)
select :repositoryId!, :number!, d.dir, d.workspace, d.lock_policy, d.lock_branch_target
from unnest(:dirs!::text[], :workspaces!::text[], :lockPolicies!::text[], :lockBranchTargets!::text[])
  as d (dir, workspace, lock_policy, lock_branch_target);

/* @name otherPulls */
-- Other pull requests that claim what this one touches or has ever applied, or, where there is none,
-- the dirspaces that are named, and that have a result or are merged. One that is merged and has everything applied holds no lock; it is of interest only when
-- it merged after this pull request's first result, whose plans it may have made stale.
with claims as (
  select pull_number, dir, workspace, lock_policy, lock_branch_target
  from change_dirspaces where repository_id = :repositoryId!
  union
  select m.pull_number, d.dir, d.workspace, d.lock_policy, d.lock_branch_target
  from work_manifests m join work_manifest_dirspaces d on d.work_manifest_id = m.id
  where m.repository_id = :repositoryId! and m.pull_number is not null
    and m.type in ('apply', 'unsafe-apply') and d.success is not null
),
mine as (
  select dir, workspace from claims where pull_number = :number
  union
  select n.dir, n.workspace from unnest(:dirs!::text[], :workspaces!::text[]) as n (dir, workspace)
),
latest as (
  select distinct on (m.pull_number, d.dir, d.workspace)
    m.pull_number, d.dir, d.workspace,
    d.success and (m.type <> 'plan' or not d.has_changes) as applied
  from work_manifests m join work_manifest_dirspaces d on d.work_manifest_id = m.id
  where m.repository_id = :repositoryId! and m.pull_number is not null and d.success is not null
  order by m.pull_number, d.dir, d.workspace, m.created_at desc
),
oldest as (
  select min(m.created_at) as at from work_manifests m
  where m.repository_id = :repositoryId! and m.pull_number = :number
)
select
  p.number, p.state, p.merged_at as "mergedAt", p.unlocked_at as "unlockedAt",
  p.base_ref as "baseRef", p.head_sha as "headSha", p.base_sha as "baseSha",
  (
    select json_agg(json_build_object(
      'dir', c.dir, 'workspace', c.workspace,
      'lockPolicy', c.lock_policy, 'lockBranchTarget', c.lock_branch_target
    ))
    from claims c where c.pull_number = p.number
  ) as dirspaces
from pull_requests p
where p.repository_id = :repositoryId! and p.number is distinct from :number
  and exists (select from claims c join mine using (dir, workspace) where c.pull_number = p.number)
  and (p.state = 'merged' or exists (select from latest l where l.pull_number = p.number))
  and (
    p.state <> 'merged'
    or p.merged_at >= (select at from oldest)
    or exists (
      select from claims c left join latest l using (pull_number, dir, workspace)
      where c.pull_number = p.number and l.applied is not true
    )
  )
order by p.number;

/* @name resultsOfPulls */
-- And what drift runs have applied, as long as it can matter to a stored plan.
select
  d.dir, d.workspace, m.id as "runId", m.pull_number as "pullNumber", m.type,
  d.success as "success!", coalesce(d.has_changes, true) as "hasChanges!",
  m.base_sha as "baseSha", m.head_sha as "headSha", m.base_tip as "baseTip",
  m.created_at as "createdAt",
  exists (
    select from plans s
    where s.work_manifest_id = m.id and s.dir = d.dir and s.workspace = d.workspace
      and s.sealed is not null and s.used_at is null and s.expires_at > now()
  ) as "planStored!",
  coalesce(p.unlocked_at > m.created_at, false) as "unlocked!"
from work_manifests m
join work_manifest_dirspaces d on d.work_manifest_id = m.id
left join pull_requests p on p.repository_id = m.repository_id and p.number = m.pull_number
where m.repository_id = :repositoryId! and d.success is not null
  and (
    m.pull_number = any(:pullNumbers!::int[])
    or (
      m.pull_number is null and m.type = 'apply' and m.created_at > now() - interval '14 days'
    )
  )
order by m.created_at, m.id, d.dir, d.workspace;

/* @name planTips */
-- From which commits of the destination branch the plans began that an apply may come to use: those of
-- the head that was looked at last. A newer one has no plans yet.
select distinct m.base_tip as "baseTip!"
from work_manifests m
join plans s on s.work_manifest_id = m.id
join pull_requests p
  on p.repository_id = m.repository_id and p.number = m.pull_number and p.head_sha = m.head_sha
where m.repository_id = :repositoryId! and m.pull_number = :number! and m.base_tip is not null
  and s.sealed is not null and s.used_at is null and s.expires_at > now();

/* @name checksOfPull */
select sha, context, state, description, dir, workspace
from checks
where repository_id = :repositoryId! and pull_number = :number!
  and (sha = :headSha! or state = 'pending')
order by sha, context;

/* @name gatesOfPull */
select id as "runId", gates as "gates!" from work_manifests
where repository_id = :repositoryId! and pull_number = :number! and type = 'plan' and gates is not null
order by created_at, id;

/* @name gateApprovalsOfPull */
select head_sha as "headSha", token, login from gate_approvals
where repository_id = :repositoryId! and pull_number = :number!
order by approved_at, token, login;

/* @name findPull */
select number from pull_requests where repository_id = :repositoryId! and number = :number!;
