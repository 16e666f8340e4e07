/* @name runsUnderWay */
select id, now() as "now!" from work_manifests
where state in ('dispatched', 'running') and coalesce(dispatched_at, created_at) < now() - interval '1 minute'
order by created_at;

/* @name repositoriesWithQueuedRuns */
select distinct repository_id as "repositoryId" from work_manifests where state = 'queued';

/* @name checksLeftBehind */
select distinct c.repository_id as "repositoryId", c.sha, c.pull_number as "pullNumber"
from checks c
where c.version > c.posted_version and c.refused is null
  and not exists (
    select from graphile_worker.jobs j where j.key = 'checks:' || c.repository_id || ':' || c.sha
  );

/* @name commentsLeftBehind */
select c.id, c.repository_id as "repositoryId", c.pull_number as "pullNumber"
from comments c
where c.refused is null and c.created_at < now() - interval '1 minute'
  and (
    (c.posted_at is null and c.outdated_at is null)
    or (c.posted_at is not null and c.outdated_at is not null and c.minimized_at is null)
  )
  and not exists (select from graphile_worker.jobs j where j.key = 'comment:' || c.id);

/* @name pullsWithStaleChecks */
-- Checks that show work, where no run is at work and nothing waits to be looked at: they fell behind.
-- One that waits for somebody to apply is as it should be.
select distinct c.repository_id as "repositoryId", c.pull_number as "pullNumber"
from checks c
where c.state = 'pending' and c.description <> 'Waiting' and c.posted_version = c.version
  and not exists (
    select from work_manifests m
    where m.repository_id = c.repository_id and m.pull_number = c.pull_number
      and m.state in ('queued', 'dispatched', 'running')
  )
  and not exists (
    select from deliveries d
    left join work_manifests m
      on m.id = case when d.intent ->> 'kind' in ('run_over', 'mismatch') then (d.intent ->> 'id')::uuid end
    where d.processed_at is null
      and c.repository_id::text = coalesce(
        m.repository_id::text, d.intent ->> 'repositoryId', d.intent -> 'repository' ->> 'id'
      )
      and c.pull_number::text = coalesce(m.pull_number::text, d.intent ->> 'pullNumber')
  );

/* @name endedBuildsWaitedFor */
-- Ended by a server that did not know of waiting.
select distinct w.work_manifest_id as id
from delivery_waits w join work_manifests m on m.id = w.work_manifest_id
where m.state in ('completed', 'failed', 'aborted');

/* @name removeOldBuilds */
-- What is needed again is built again.
delete from work_manifest_results r using work_manifests m
where m.id = r.work_manifest_id and m.build_sha is not null
  and m.finished_at < now() - interval '30 days';

/* @name emptyExpiredPlans */
update plans set sealed = null where sealed is not null and expires_at < now();

/* @name removeOldOutputs */
-- As long as plans.
delete from outputs where created_at < now() - interval '14 days';

/* @name removeOldDeliveries */
delete from deliveries where processed_at < now() - interval '7 days';

/* @name knownDeliveries */
select id from deliveries where id = any(:guids!::text[]);

/* @name deliveriesToLookFor */
-- From an hour before the last look, since an attempt is tried again, up to the three days that the
-- forge keeps them. A new server does not ask for what came before it.
select
  greatest(coalesce(max(until), now()) - interval '1 hour', now() - interval '3 days') as "since!",
  now() as "now!"
from deliveries_looked_for;

/* @name deliveriesLookedFor */
insert into deliveries_looked_for (until) values (:until!)
on conflict (singleton) do update set until = excluded.until;
