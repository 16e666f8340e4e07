/** Types generated for queries found in "src/control/jobs/jobs.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** 'AddJob' parameters type */
export interface AddJobParams {
  key?: string | null | void;
  payload: Json;
  queue?: string | null | void;
  runAt?: Date | null | void;
  task: string;
}

/** 'AddJob' return type */
export interface AddJobResult {
  id: number;
}

/** 'AddJob' query type */
export interface AddJobQuery {
  params: AddJobParams;
  result: AddJobResult;
}

const addJobIR: any = {"usedParamSet":{"task":true,"payload":true,"queue":true,"runAt":true,"key":true},"params":[{"name":"task","required":true,"transform":{"type":"scalar"},"locs":[{"a":35,"b":40}]},{"name":"payload","required":true,"transform":{"type":"scalar"},"locs":[{"a":49,"b":57}]},{"name":"queue","required":false,"transform":{"type":"scalar"},"locs":[{"a":66,"b":71}]},{"name":"runAt","required":false,"transform":{"type":"scalar"},"locs":[{"a":80,"b":85}]},{"name":"key","required":false,"transform":{"type":"scalar"},"locs":[{"a":107,"b":110}]}],"statement":"select (graphile_worker.add_job(\n  :task!::text, :payload!::json, :queue::text, :runAt::timestamptz, null, :key::text\n)).id as \"id!\""};

/**
 * Query generated from SQL:
 * ```
 * select (graphile_worker.add_job(
 *   :task!::text, :payload!::json, :queue::text, :runAt::timestamptz, null, :key::text
 * )).id as "id!"
 * ```
 */
export const addJob = new PreparedQuery<AddJobParams,AddJobResult>(addJobIR);


/** 'LimitLockWait' parameters type */
export type LimitLockWaitParams = void;

/** 'LimitLockWait' return type */
export interface LimitLockWaitResult {
  set_config: string | null;
}

/** 'LimitLockWait' query type */
export interface LimitLockWaitQuery {
  params: LimitLockWaitParams;
  result: LimitLockWaitResult;
}

const limitLockWaitIR: any = {"usedParamSet":{},"params":[],"statement":"select set_config('lock_timeout', '500ms', true)"};

/**
 * Query generated from SQL:
 * ```
 * select set_config('lock_timeout', '500ms', true)
 * ```
 */
export const limitLockWait = new PreparedQuery<LimitLockWaitParams,LimitLockWaitResult>(limitLockWaitIR);


/** 'LockJobs' parameters type */
export type LockJobsParams = void;

/** 'LockJobs' return type */
export type LockJobsResult = void;

/** 'LockJobs' query type */
export interface LockJobsQuery {
  params: LockJobsParams;
  result: LockJobsResult;
}

const lockJobsIR: any = {"usedParamSet":{},"params":[],"statement":"lock table graphile_worker._private_jobs in share mode"};

/**
 * Query generated from SQL:
 * ```
 * lock table graphile_worker._private_jobs in share mode
 * ```
 */
export const lockJobs = new PreparedQuery<LockJobsParams,LockJobsResult>(lockJobsIR);


/** 'DeleteEmptyQueues' parameters type */
export type DeleteEmptyQueuesParams = void;

/** 'DeleteEmptyQueues' return type */
export type DeleteEmptyQueuesResult = void;

/** 'DeleteEmptyQueues' query type */
export interface DeleteEmptyQueuesQuery {
  params: DeleteEmptyQueuesParams;
  result: DeleteEmptyQueuesResult;
}

const deleteEmptyQueuesIR: any = {"usedParamSet":{},"params":[],"statement":"-- Skipping locked ones: a worker that looks for a job holds them, and waits for the table.\ndelete from graphile_worker._private_job_queues\nwhere id in (\n  select q.id from graphile_worker._private_job_queues q\n  where q.locked_at is null\n    and not exists (select from graphile_worker._private_jobs j where j.job_queue_id = q.id)\n  for update skip locked\n)"};

/**
 * Query generated from SQL:
 * ```
 * -- Skipping locked ones: a worker that looks for a job holds them, and waits for the table.
 * delete from graphile_worker._private_job_queues
 * where id in (
 *   select q.id from graphile_worker._private_job_queues q
 *   where q.locked_at is null
 *     and not exists (select from graphile_worker._private_jobs j where j.job_queue_id = q.id)
 *   for update skip locked
 * )
 * ```
 */
export const deleteEmptyQueues = new PreparedQuery<DeleteEmptyQueuesParams,DeleteEmptyQueuesResult>(deleteEmptyQueuesIR);


