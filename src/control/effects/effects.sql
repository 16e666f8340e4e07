/* @name findComment */
select
  c.id, c.pull_number as "pullNumber", c.body, c.posted_at as "postedAt",
  c.outdated_at as "outdatedAt", c.minimized_at as "minimizedAt",
  c.strategy, c.remote_id as "remoteId", c.remote_node_id as "remoteNodeId",
  r.installation_id as "installationId", r.owner, r.name
from comments c join repositories r on r.id = c.repository_id
where c.id = :id!;

/* @name commentPosted */
update comments set posted_at = now(), remote_id = :remoteId!, remote_node_id = :remoteNodeId!
where id = :id! and posted_at is null;

/* @name commentPutAway */
update comments set minimized_at = now() where id = :id!;

/* @name unpostedChecks */
select c.context, c.state, c.description, c.target_url as "targetUrl", c.version
from checks c
where c.repository_id = :repositoryId! and c.sha = :sha!
  and c.version > c.posted_version and c.refused is null
order by c.context;

/* @name checkPosted */
update checks set posted_version = :version!
where repository_id = :repositoryId! and sha = :sha! and context = :context!
  and posted_version < :version!;

/* @name attemptDispatch */
-- Before the forge is asked: a try that finds it set looks for what an earlier one has started.
update work_manifests m set dispatch_attempted_at = now()
from (select id, dispatch_attempted_at as before from work_manifests where id = :id! for update) earlier
where m.id = earlier.id and m.state = 'queued'
returning earlier.before as "attemptedBefore";

/* @name claimedRuns */
select run_id as "runId!" from work_manifests
where repository_id = :repositoryId! and run_id = any(:runIds!::text[]);

/* @name checkRefused */
update checks set refused = :reason!
where repository_id = :repositoryId! and sha = :sha! and context = :context! and version = :version!;

/* @name commentRefused */
update comments set refused = :reason! where id = :id!;
