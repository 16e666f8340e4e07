/** Types generated for queries found in "src/control/reconcile/reconcile.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type stringArray = (string)[];

/** 'RunsUnderWay' parameters type */
export type RunsUnderWayParams = void;

/** 'RunsUnderWay' return type */
export interface RunsUnderWayResult {
  id: string;
  now: Date;
}

/** 'RunsUnderWay' query type */
export interface RunsUnderWayQuery {
  params: RunsUnderWayParams;
  result: RunsUnderWayResult;
}

const runsUnderWayIR: any = {"usedParamSet":{},"params":[],"statement":"select id, now() as \"now!\" from work_manifests\nwhere state in ('dispatched', 'running') and coalesce(dispatched_at, created_at) < now() - interval '1 minute'\norder by created_at"};

/**
 * Query generated from SQL:
 * ```
 * select id, now() as "now!" from work_manifests
 * where state in ('dispatched', 'running') and coalesce(dispatched_at, created_at) < now() - interval '1 minute'
 * order by created_at
 * ```
 */
export const runsUnderWay = new PreparedQuery<RunsUnderWayParams,RunsUnderWayResult>(runsUnderWayIR);


/** 'RepositoriesWithQueuedRuns' parameters type */
export type RepositoriesWithQueuedRunsParams = void;

/** 'RepositoriesWithQueuedRuns' return type */
export interface RepositoriesWithQueuedRunsResult {
  repositoryId: number;
}

/** 'RepositoriesWithQueuedRuns' query type */
export interface RepositoriesWithQueuedRunsQuery {
  params: RepositoriesWithQueuedRunsParams;
  result: RepositoriesWithQueuedRunsResult;
}

const repositoriesWithQueuedRunsIR: any = {"usedParamSet":{},"params":[],"statement":"select distinct repository_id as \"repositoryId\" from work_manifests where state = 'queued'"};

/**
 * Query generated from SQL:
 * ```
 * select distinct repository_id as "repositoryId" from work_manifests where state = 'queued'
 * ```
 */
export const repositoriesWithQueuedRuns = new PreparedQuery<RepositoriesWithQueuedRunsParams,RepositoriesWithQueuedRunsResult>(repositoriesWithQueuedRunsIR);


/** 'ChecksLeftBehind' parameters type */
export type ChecksLeftBehindParams = void;

/** 'ChecksLeftBehind' return type */
export interface ChecksLeftBehindResult {
  pullNumber: number;
  repositoryId: number;
  sha: string;
}

/** 'ChecksLeftBehind' query type */
export interface ChecksLeftBehindQuery {
  params: ChecksLeftBehindParams;
  result: ChecksLeftBehindResult;
}

const checksLeftBehindIR: any = {"usedParamSet":{},"params":[],"statement":"select distinct c.repository_id as \"repositoryId\", c.sha, c.pull_number as \"pullNumber\"\nfrom checks c\nwhere c.version > c.posted_version and c.refused is null\n  and not exists (\n    select from graphile_worker.jobs j where j.key = 'checks:' || c.repository_id || ':' || c.sha\n  )"};

/**
 * Query generated from SQL:
 * ```
 * select distinct c.repository_id as "repositoryId", c.sha, c.pull_number as "pullNumber"
 * from checks c
 * where c.version > c.posted_version and c.refused is null
 *   and not exists (
 *     select from graphile_worker.jobs j where j.key = 'checks:' || c.repository_id || ':' || c.sha
 *   )
 * ```
 */
export const checksLeftBehind = new PreparedQuery<ChecksLeftBehindParams,ChecksLeftBehindResult>(checksLeftBehindIR);


/** 'CommentsLeftBehind' parameters type */
export type CommentsLeftBehindParams = void;

/** 'CommentsLeftBehind' return type */
export interface CommentsLeftBehindResult {
  id: string;
  pullNumber: number;
  repositoryId: number;
}

/** 'CommentsLeftBehind' query type */
export interface CommentsLeftBehindQuery {
  params: CommentsLeftBehindParams;
  result: CommentsLeftBehindResult;
}

const commentsLeftBehindIR: any = {"usedParamSet":{},"params":[],"statement":"select c.id, c.repository_id as \"repositoryId\", c.pull_number as \"pullNumber\"\nfrom comments c\nwhere c.refused is null and c.created_at < now() - interval '1 minute'\n  and (\n    (c.posted_at is null and c.outdated_at is null)\n    or (c.posted_at is not null and c.outdated_at is not null and c.minimized_at is null)\n  )\n  and not exists (select from graphile_worker.jobs j where j.key = 'comment:' || c.id)"};

/**
 * Query generated from SQL:
 * ```
 * select c.id, c.repository_id as "repositoryId", c.pull_number as "pullNumber"
 * from comments c
 * where c.refused is null and c.created_at < now() - interval '1 minute'
 *   and (
 *     (c.posted_at is null and c.outdated_at is null)
 *     or (c.posted_at is not null and c.outdated_at is not null and c.minimized_at is null)
 *   )
 *   and not exists (select from graphile_worker.jobs j where j.key = 'comment:' || c.id)
 * ```
 */
export const commentsLeftBehind = new PreparedQuery<CommentsLeftBehindParams,CommentsLeftBehindResult>(commentsLeftBehindIR);


/** 'PullsWithStaleChecks' parameters type */
export type PullsWithStaleChecksParams = void;

/** 'PullsWithStaleChecks' return type */
export interface PullsWithStaleChecksResult {
  pullNumber: number;
  repositoryId: number;
}

/** 'PullsWithStaleChecks' query type */
export interface PullsWithStaleChecksQuery {
  params: PullsWithStaleChecksParams;
  result: PullsWithStaleChecksResult;
}

const pullsWithStaleChecksIR: any = {"usedParamSet":{},"params":[],"statement":"-- Checks that show work, where no run is at work and nothing waits to be looked at: they fell behind.\n-- One that waits for somebody to apply is as it should be.\nselect distinct c.repository_id as \"repositoryId\", c.pull_number as \"pullNumber\"\nfrom checks c\nwhere c.state = 'pending' and c.description <> 'Waiting' and c.posted_version = c.version\n  and not exists (\n    select from work_manifests m\n    where m.repository_id = c.repository_id and m.pull_number = c.pull_number\n      and m.state in ('queued', 'dispatched', 'running')\n  )\n  and not exists (\n    select from deliveries d\n    left join work_manifests m\n      on m.id = case when d.intent ->> 'kind' in ('run_over', 'mismatch') then (d.intent ->> 'id')::uuid end\n    where d.processed_at is null\n      and c.repository_id::text = coalesce(\n        m.repository_id::text, d.intent ->> 'repositoryId', d.intent -> 'repository' ->> 'id'\n      )\n      and c.pull_number::text = coalesce(m.pull_number::text, d.intent ->> 'pullNumber')\n  )"};

/**
 * Query generated from SQL:
 * ```
 * -- Checks that show work, where no run is at work and nothing waits to be looked at: they fell behind.
 * -- One that waits for somebody to apply is as it should be.
 * select distinct c.repository_id as "repositoryId", c.pull_number as "pullNumber"
 * from checks c
 * where c.state = 'pending' and c.description <> 'Waiting' and c.posted_version = c.version
 *   and not exists (
 *     select from work_manifests m
 *     where m.repository_id = c.repository_id and m.pull_number = c.pull_number
 *       and m.state in ('queued', 'dispatched', 'running')
 *   )
 *   and not exists (
 *     select from deliveries d
 *     left join work_manifests m
 *       on m.id = case when d.intent ->> 'kind' in ('run_over', 'mismatch') then (d.intent ->> 'id')::uuid end
 *     where d.processed_at is null
 *       and c.repository_id::text = coalesce(
 *         m.repository_id::text, d.intent ->> 'repositoryId', d.intent -> 'repository' ->> 'id'
 *       )
 *       and c.pull_number::text = coalesce(m.pull_number::text, d.intent ->> 'pullNumber')
 *   )
 * ```
 */
export const pullsWithStaleChecks = new PreparedQuery<PullsWithStaleChecksParams,PullsWithStaleChecksResult>(pullsWithStaleChecksIR);


/** 'EndedBuildsWaitedFor' parameters type */
export type EndedBuildsWaitedForParams = void;

/** 'EndedBuildsWaitedFor' return type */
export interface EndedBuildsWaitedForResult {
  id: string;
}

/** 'EndedBuildsWaitedFor' query type */
export interface EndedBuildsWaitedForQuery {
  params: EndedBuildsWaitedForParams;
  result: EndedBuildsWaitedForResult;
}

const endedBuildsWaitedForIR: any = {"usedParamSet":{},"params":[],"statement":"-- Ended by a server that did not know of waiting.\nselect distinct w.work_manifest_id as id\nfrom delivery_waits w join work_manifests m on m.id = w.work_manifest_id\nwhere m.state in ('completed', 'failed', 'aborted')"};

/**
 * Query generated from SQL:
 * ```
 * -- Ended by a server that did not know of waiting.
 * select distinct w.work_manifest_id as id
 * from delivery_waits w join work_manifests m on m.id = w.work_manifest_id
 * where m.state in ('completed', 'failed', 'aborted')
 * ```
 */
export const endedBuildsWaitedFor = new PreparedQuery<EndedBuildsWaitedForParams,EndedBuildsWaitedForResult>(endedBuildsWaitedForIR);


/** 'RemoveOldBuilds' parameters type */
export type RemoveOldBuildsParams = void;

/** 'RemoveOldBuilds' return type */
export type RemoveOldBuildsResult = void;

/** 'RemoveOldBuilds' query type */
export interface RemoveOldBuildsQuery {
  params: RemoveOldBuildsParams;
  result: RemoveOldBuildsResult;
}

const removeOldBuildsIR: any = {"usedParamSet":{},"params":[],"statement":"-- What is needed again is built again.\ndelete from work_manifest_results r using work_manifests m\nwhere m.id = r.work_manifest_id and m.build_sha is not null\n  and m.finished_at < now() - interval '30 days'"};

/**
 * Query generated from SQL:
 * ```
 * -- What is needed again is built again.
 * delete from work_manifest_results r using work_manifests m
 * where m.id = r.work_manifest_id and m.build_sha is not null
 *   and m.finished_at < now() - interval '30 days'
 * ```
 */
export const removeOldBuilds = new PreparedQuery<RemoveOldBuildsParams,RemoveOldBuildsResult>(removeOldBuildsIR);


/** 'EmptyExpiredPlans' parameters type */
export type EmptyExpiredPlansParams = void;

/** 'EmptyExpiredPlans' return type */
export type EmptyExpiredPlansResult = void;

/** 'EmptyExpiredPlans' query type */
export interface EmptyExpiredPlansQuery {
  params: EmptyExpiredPlansParams;
  result: EmptyExpiredPlansResult;
}

const emptyExpiredPlansIR: any = {"usedParamSet":{},"params":[],"statement":"update plans set sealed = null where sealed is not null and expires_at < now()"};

/**
 * Query generated from SQL:
 * ```
 * update plans set sealed = null where sealed is not null and expires_at < now()
 * ```
 */
export const emptyExpiredPlans = new PreparedQuery<EmptyExpiredPlansParams,EmptyExpiredPlansResult>(emptyExpiredPlansIR);


/** 'RemoveOldOutputs' parameters type */
export type RemoveOldOutputsParams = void;

/** 'RemoveOldOutputs' return type */
export type RemoveOldOutputsResult = void;

/** 'RemoveOldOutputs' query type */
export interface RemoveOldOutputsQuery {
  params: RemoveOldOutputsParams;
  result: RemoveOldOutputsResult;
}

const removeOldOutputsIR: any = {"usedParamSet":{},"params":[],"statement":"-- As long as plans.\ndelete from outputs where created_at < now() - interval '14 days'"};

/**
 * Query generated from SQL:
 * ```
 * -- As long as plans.
 * delete from outputs where created_at < now() - interval '14 days'
 * ```
 */
export const removeOldOutputs = new PreparedQuery<RemoveOldOutputsParams,RemoveOldOutputsResult>(removeOldOutputsIR);


/** 'RemoveOldDeliveries' parameters type */
export type RemoveOldDeliveriesParams = void;

/** 'RemoveOldDeliveries' return type */
export type RemoveOldDeliveriesResult = void;

/** 'RemoveOldDeliveries' query type */
export interface RemoveOldDeliveriesQuery {
  params: RemoveOldDeliveriesParams;
  result: RemoveOldDeliveriesResult;
}

const removeOldDeliveriesIR: any = {"usedParamSet":{},"params":[],"statement":"delete from deliveries where processed_at < now() - interval '7 days'"};

/**
 * Query generated from SQL:
 * ```
 * delete from deliveries where processed_at < now() - interval '7 days'
 * ```
 */
export const removeOldDeliveries = new PreparedQuery<RemoveOldDeliveriesParams,RemoveOldDeliveriesResult>(removeOldDeliveriesIR);


/** 'KnownDeliveries' parameters type */
export interface KnownDeliveriesParams {
  guids: stringArray;
}

/** 'KnownDeliveries' return type */
export interface KnownDeliveriesResult {
  id: string;
}

/** 'KnownDeliveries' query type */
export interface KnownDeliveriesQuery {
  params: KnownDeliveriesParams;
  result: KnownDeliveriesResult;
}

const knownDeliveriesIR: any = {"usedParamSet":{"guids":true},"params":[{"name":"guids","required":true,"transform":{"type":"scalar"},"locs":[{"a":41,"b":47}]}],"statement":"select id from deliveries where id = any(:guids!::text[])"};

/**
 * Query generated from SQL:
 * ```
 * select id from deliveries where id = any(:guids!::text[])
 * ```
 */
export const knownDeliveries = new PreparedQuery<KnownDeliveriesParams,KnownDeliveriesResult>(knownDeliveriesIR);


/** 'DeliveriesToLookFor' parameters type */
export type DeliveriesToLookForParams = void;

/** 'DeliveriesToLookFor' return type */
export interface DeliveriesToLookForResult {
  now: Date;
  since: Date;
}

/** 'DeliveriesToLookFor' query type */
export interface DeliveriesToLookForQuery {
  params: DeliveriesToLookForParams;
  result: DeliveriesToLookForResult;
}

const deliveriesToLookForIR: any = {"usedParamSet":{},"params":[],"statement":"-- From an hour before the last look, since an attempt is tried again, up to the three days that the\n-- forge keeps them. A new server does not ask for what came before it.\nselect\n  greatest(coalesce(max(until), now()) - interval '1 hour', now() - interval '3 days') as \"since!\",\n  now() as \"now!\"\nfrom deliveries_looked_for"};

/**
 * Query generated from SQL:
 * ```
 * -- From an hour before the last look, since an attempt is tried again, up to the three days that the
 * -- forge keeps them. A new server does not ask for what came before it.
 * select
 *   greatest(coalesce(max(until), now()) - interval '1 hour', now() - interval '3 days') as "since!",
 *   now() as "now!"
 * from deliveries_looked_for
 * ```
 */
export const deliveriesToLookFor = new PreparedQuery<DeliveriesToLookForParams,DeliveriesToLookForResult>(deliveriesToLookForIR);


/** 'DeliveriesLookedFor' parameters type */
export interface DeliveriesLookedForParams {
  until: Date;
}

/** 'DeliveriesLookedFor' return type */
export type DeliveriesLookedForResult = void;

/** 'DeliveriesLookedFor' query type */
export interface DeliveriesLookedForQuery {
  params: DeliveriesLookedForParams;
  result: DeliveriesLookedForResult;
}

const deliveriesLookedForIR: any = {"usedParamSet":{"until":true},"params":[{"name":"until","required":true,"transform":{"type":"scalar"},"locs":[{"a":50,"b":56}]}],"statement":"insert into deliveries_looked_for (until) values (:until!)\non conflict (singleton) do update set until = excluded.until"};

/**
 * Query generated from SQL:
 * ```
 * insert into deliveries_looked_for (until) values (:until!)
 * on conflict (singleton) do update set until = excluded.until
 * ```
 */
export const deliveriesLookedFor = new PreparedQuery<DeliveriesLookedForParams,DeliveriesLookedForResult>(deliveriesLookedForIR);


