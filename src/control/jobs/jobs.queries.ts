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


