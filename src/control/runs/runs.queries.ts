/** Types generated for queries found in "src/control/runs/runs.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'FindRun' parameters type */
export interface FindRunParams {
  id: string;
}

/** 'FindRun' return type */
export interface FindRunResult {
  attemptedMsAgo: number | null;
  baseRef: string;
  baseSha: string;
  body: Json;
  branchRef: string;
  createdAt: Date;
  dirspaces: Json | null;
  dispatchAttemptedAt: Date | null;
  dispatchedAt: Date | null;
  driftRunId: string | null;
  environment: string | null;
  fork: boolean;
  headSha: string;
  id: string;
  installationId: number;
  name: string;
  owner: string;
  pullNumber: number | null;
  repositoryId: number;
  requestedBy: string | null;
  runId: string | null;
  runsOn: Json | null;
  state: string;
  type: string;
}

/** 'FindRun' query type */
export interface FindRunQuery {
  params: FindRunParams;
  result: FindRunResult;
}

const findRunIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":892,"b":895}]}],"statement":"select\n  m.id, m.repository_id as \"repositoryId\", m.pull_number as \"pullNumber\",\n  m.drift_run_id as \"driftRunId\", m.type, m.state,\n  m.base_ref as \"baseRef\", m.base_sha as \"baseSha\", m.head_sha as \"headSha\",\n  m.branch_ref as \"branchRef\", m.fork, m.environment, m.runs_on as \"runsOn\", m.body,\n  m.created_at as \"createdAt\", m.dispatch_attempted_at as \"dispatchAttemptedAt\",\n  (extract(epoch from now() - m.dispatch_attempted_at) * 1000)::float8 as \"attemptedMsAgo\",\n  m.dispatched_at as \"dispatchedAt\", m.run_id as \"runId\", m.requested_by as \"requestedBy\",\n  r.installation_id as \"installationId\", r.owner, r.name,\n  (\n    select json_agg(json_build_object('dir', d.dir, 'workspace', d.workspace) order by d.dir, d.workspace)\n    from work_manifest_dirspaces d where d.work_manifest_id = m.id\n  ) as dirspaces\nfrom work_manifests m\njoin repositories r on r.id = m.repository_id\nwhere m.id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   m.id, m.repository_id as "repositoryId", m.pull_number as "pullNumber",
 *   m.drift_run_id as "driftRunId", m.type, m.state,
 *   m.base_ref as "baseRef", m.base_sha as "baseSha", m.head_sha as "headSha",
 *   m.branch_ref as "branchRef", m.fork, m.environment, m.runs_on as "runsOn", m.body,
 *   m.created_at as "createdAt", m.dispatch_attempted_at as "dispatchAttemptedAt",
 *   (extract(epoch from now() - m.dispatch_attempted_at) * 1000)::float8 as "attemptedMsAgo",
 *   m.dispatched_at as "dispatchedAt", m.run_id as "runId", m.requested_by as "requestedBy",
 *   r.installation_id as "installationId", r.owner, r.name,
 *   (
 *     select json_agg(json_build_object('dir', d.dir, 'workspace', d.workspace) order by d.dir, d.workspace)
 *     from work_manifest_dirspaces d where d.work_manifest_id = m.id
 *   ) as dirspaces
 * from work_manifests m
 * join repositories r on r.id = m.repository_id
 * where m.id = :id!
 * ```
 */
export const findRun = new PreparedQuery<FindRunParams,FindRunResult>(findRunIR);


/** 'LockRunState' parameters type */
export interface LockRunStateParams {
  id: string;
}

/** 'LockRunState' return type */
export interface LockRunStateResult {
  runId: string | null;
  state: string;
}

/** 'LockRunState' query type */
export interface LockRunStateQuery {
  params: LockRunStateParams;
  result: LockRunStateResult;
}

const lockRunStateIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":63,"b":66}]}],"statement":"select state, run_id as \"runId\" from work_manifests where id = :id! for update"};

/**
 * Query generated from SQL:
 * ```
 * select state, run_id as "runId" from work_manifests where id = :id! for update
 * ```
 */
export const lockRunState = new PreparedQuery<LockRunStateParams,LockRunStateResult>(lockRunStateIR);


/** 'SetRunState' parameters type */
export interface SetRunStateParams {
  id: string;
  runId?: string | null | void;
  state: string;
}

/** 'SetRunState' return type */
export type SetRunStateResult = void;

/** 'SetRunState' query type */
export interface SetRunStateQuery {
  params: SetRunStateParams;
  result: SetRunStateResult;
}

const setRunStateIR: any = {"usedParamSet":{"state":true,"runId":true,"id":true},"params":[{"name":"state","required":true,"transform":{"type":"scalar"},"locs":[{"a":36,"b":42},{"a":110,"b":116},{"a":193,"b":199},{"a":293,"b":299}]},{"name":"runId","required":false,"transform":{"type":"scalar"},"locs":[{"a":65,"b":70}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":365,"b":368}]}],"statement":"update work_manifests set\n  state = :state!,\n  run_id = coalesce(:runId, run_id),\n  dispatched_at = case when :state! = 'dispatched' then now() else dispatched_at end,\n  started_at = case when :state! = 'running' then coalesce(started_at, now()) else started_at end,\n  finished_at = case when :state! in ('completed', 'failed', 'aborted') then now() end\nwhere id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * update work_manifests set
 *   state = :state!,
 *   run_id = coalesce(:runId, run_id),
 *   dispatched_at = case when :state! = 'dispatched' then now() else dispatched_at end,
 *   started_at = case when :state! = 'running' then coalesce(started_at, now()) else started_at end,
 *   finished_at = case when :state! in ('completed', 'failed', 'aborted') then now() end
 * where id = :id!
 * ```
 */
export const setRunState = new PreparedQuery<SetRunStateParams,SetRunStateResult>(setRunStateIR);


/** 'RecordEvent' parameters type */
export interface RecordEventParams {
  cause: string;
  detail?: Json | null | void;
  fromState?: string | null | void;
  id: string;
  toState?: string | null | void;
}

/** 'RecordEvent' return type */
export type RecordEventResult = void;

/** 'RecordEvent' query type */
export interface RecordEventQuery {
  params: RecordEventParams;
  result: RecordEventResult;
}

const recordEventIR: any = {"usedParamSet":{"id":true,"fromState":true,"toState":true,"cause":true,"detail":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":97,"b":100}]},{"name":"fromState","required":false,"transform":{"type":"scalar"},"locs":[{"a":103,"b":112}]},{"name":"toState","required":false,"transform":{"type":"scalar"},"locs":[{"a":115,"b":122}]},{"name":"cause","required":true,"transform":{"type":"scalar"},"locs":[{"a":125,"b":131}]},{"name":"detail","required":false,"transform":{"type":"scalar"},"locs":[{"a":134,"b":140}]}],"statement":"insert into work_manifest_events (work_manifest_id, from_state, to_state, cause, detail)\nvalues (:id!, :fromState, :toState, :cause!, :detail)"};

/**
 * Query generated from SQL:
 * ```
 * insert into work_manifest_events (work_manifest_id, from_state, to_state, cause, detail)
 * values (:id!, :fromState, :toState, :cause!, :detail)
 * ```
 */
export const recordEvent = new PreparedQuery<RecordEventParams,RecordEventResult>(recordEventIR);


/** 'OpenRunsOfRepository' parameters type */
export interface OpenRunsOfRepositoryParams {
  repositoryId: number;
}

/** 'OpenRunsOfRepository' return type */
export interface OpenRunsOfRepositoryResult {
  baseSha: string;
  createdAt: Date;
  dirspaces: Json | null;
  dispatchedAt: Date | null;
  headSha: string;
  id: string;
  pullNumber: number | null;
  runId: string | null;
  state: string;
  type: string;
}

/** 'OpenRunsOfRepository' query type */
export interface OpenRunsOfRepositoryQuery {
  params: OpenRunsOfRepositoryParams;
  result: OpenRunsOfRepositoryResult;
}

const openRunsOfRepositoryIR: any = {"usedParamSet":{"repositoryId":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":443,"b":456}]}],"statement":"select\n  m.id, m.pull_number as \"pullNumber\", m.type, m.state,\n  m.base_sha as \"baseSha\", m.head_sha as \"headSha\", m.created_at as \"createdAt\",\n  m.dispatched_at as \"dispatchedAt\", m.run_id as \"runId\",\n  (\n    select json_agg(json_build_object('dir', d.dir, 'workspace', d.workspace) order by d.dir, d.workspace)\n    from work_manifest_dirspaces d where d.work_manifest_id = m.id\n  ) as dirspaces\nfrom work_manifests m\nwhere m.repository_id = :repositoryId! and m.state in ('queued', 'dispatched', 'running')\norder by m.created_at, m.id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   m.id, m.pull_number as "pullNumber", m.type, m.state,
 *   m.base_sha as "baseSha", m.head_sha as "headSha", m.created_at as "createdAt",
 *   m.dispatched_at as "dispatchedAt", m.run_id as "runId",
 *   (
 *     select json_agg(json_build_object('dir', d.dir, 'workspace', d.workspace) order by d.dir, d.workspace)
 *     from work_manifest_dirspaces d where d.work_manifest_id = m.id
 *   ) as dirspaces
 * from work_manifests m
 * where m.repository_id = :repositoryId! and m.state in ('queued', 'dispatched', 'running')
 * order by m.created_at, m.id
 * ```
 */
export const openRunsOfRepository = new PreparedQuery<OpenRunsOfRepositoryParams,OpenRunsOfRepositoryResult>(openRunsOfRepositoryIR);


/** 'OpenRunOfCi' parameters type */
export interface OpenRunOfCiParams {
  repositoryId: number;
  runId: string;
}

/** 'OpenRunOfCi' return type */
export interface OpenRunOfCiResult {
  id: string;
}

/** 'OpenRunOfCi' query type */
export interface OpenRunOfCiQuery {
  params: OpenRunOfCiParams;
  result: OpenRunOfCiResult;
}

const openRunOfCiIR: any = {"usedParamSet":{"repositoryId":true,"runId":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":58,"b":71}]},{"name":"runId","required":true,"transform":{"type":"scalar"},"locs":[{"a":88,"b":94}]}],"statement":"select m.id from work_manifests m\nwhere m.repository_id = :repositoryId! and m.run_id = :runId!\n  and m.state in ('queued', 'dispatched', 'running')"};

/**
 * Query generated from SQL:
 * ```
 * select m.id from work_manifests m
 * where m.repository_id = :repositoryId! and m.run_id = :runId!
 *   and m.state in ('queued', 'dispatched', 'running')
 * ```
 */
export const openRunOfCi = new PreparedQuery<OpenRunOfCiParams,OpenRunOfCiResult>(openRunOfCiIR);


/** 'TakeWaiting' parameters type */
export interface TakeWaitingParams {
  id: string;
}

/** 'TakeWaiting' return type */
export interface TakeWaitingResult {
  deliveryId: string;
  pullNumber: number | null;
  repositoryId: number;
}

/** 'TakeWaiting' query type */
export interface TakeWaitingQuery {
  params: TakeWaitingParams;
  result: TakeWaitingResult;
}

const takeWaitingIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":106,"b":109},{"a":342,"b":345}]}],"statement":"-- In the order in which they came.\nwith taken as (\n  delete from delivery_waits where work_manifest_id = :id!\n  returning delivery_id, pull_number\n)\nselect\n  t.delivery_id as \"deliveryId\", t.pull_number as \"pullNumber\", m.repository_id as \"repositoryId\"\nfrom taken t\njoin deliveries d on d.id = t.delivery_id\njoin work_manifests m on m.id = :id!\norder by d.received_at, d.id"};

/**
 * Query generated from SQL:
 * ```
 * -- In the order in which they came.
 * with taken as (
 *   delete from delivery_waits where work_manifest_id = :id!
 *   returning delivery_id, pull_number
 * )
 * select
 *   t.delivery_id as "deliveryId", t.pull_number as "pullNumber", m.repository_id as "repositoryId"
 * from taken t
 * join deliveries d on d.id = t.delivery_id
 * join work_manifests m on m.id = :id!
 * order by d.received_at, d.id
 * ```
 */
export const takeWaiting = new PreparedQuery<TakeWaitingParams,TakeWaitingResult>(takeWaitingIR);


/** 'StoreCause' parameters type */
export interface StoreCauseParams {
  action?: string | null | void;
  event: string;
  id: string;
  intent: Json;
}

/** 'StoreCause' return type */
export interface StoreCauseResult {
  id: string;
}

/** 'StoreCause' query type */
export interface StoreCauseQuery {
  params: StoreCauseParams;
  result: StoreCauseResult;
}

const storeCauseIR: any = {"usedParamSet":{"id":true,"event":true,"action":true,"intent":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":137,"b":140}]},{"name":"event","required":true,"transform":{"type":"scalar"},"locs":[{"a":143,"b":149}]},{"name":"action","required":false,"transform":{"type":"scalar"},"locs":[{"a":152,"b":158}]},{"name":"intent","required":true,"transform":{"type":"scalar"},"locs":[{"a":161,"b":168}]}],"statement":"-- What runners and the reconciler cause waits in the same inbox as webhooks.\ninsert into deliveries (id, event, action, intent)\nvalues (:id!, :event!, :action, :intent!)\non conflict do nothing\nreturning id"};

/**
 * Query generated from SQL:
 * ```
 * -- What runners and the reconciler cause waits in the same inbox as webhooks.
 * insert into deliveries (id, event, action, intent)
 * values (:id!, :event!, :action, :intent!)
 * on conflict do nothing
 * returning id
 * ```
 */
export const storeCause = new PreparedQuery<StoreCauseParams,StoreCauseResult>(storeCauseIR);


