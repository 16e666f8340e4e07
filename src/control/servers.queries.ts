/** Types generated for queries found in "src/control/servers.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type stringArray = (string)[];

/** 'AddServer' parameters type */
export interface AddServerParams {
  host: string;
  workerPool?: string | null | void;
}

/** 'AddServer' return type */
export interface AddServerResult {
  id: number;
}

/** 'AddServer' query type */
export interface AddServerQuery {
  params: AddServerParams;
  result: AddServerResult;
}

const addServerIR: any = {"usedParamSet":{"host":true,"workerPool":true},"params":[{"name":"host","required":true,"transform":{"type":"scalar"},"locs":[{"a":48,"b":53}]},{"name":"workerPool","required":false,"transform":{"type":"scalar"},"locs":[{"a":56,"b":66}]}],"statement":"insert into servers (host, worker_pool) values (:host!, :workerPool) returning id"};

/**
 * Query generated from SQL:
 * ```
 * insert into servers (host, worker_pool) values (:host!, :workerPool) returning id
 * ```
 */
export const addServer = new PreparedQuery<AddServerParams,AddServerResult>(addServerIR);


/** 'LockServer' parameters type */
export interface LockServerParams {
  id: number;
}

/** 'LockServer' return type */
export interface LockServerResult {
  pg_advisory_lock: undefined | null;
}

/** 'LockServer' query type */
export interface LockServerQuery {
  params: LockServerParams;
  result: LockServerResult;
}

const lockServerIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":53,"b":56}]}],"statement":"select pg_advisory_lock(hashtext('terrane servers'), :id!::int)"};

/**
 * Query generated from SQL:
 * ```
 * select pg_advisory_lock(hashtext('terrane servers'), :id!::int)
 * ```
 */
export const lockServer = new PreparedQuery<LockServerParams,LockServerResult>(lockServerIR);


/** 'ServerSeen' parameters type */
export interface ServerSeenParams {
  id: number;
  workerPool?: string | null | void;
}

/** 'ServerSeen' return type */
export interface ServerSeenResult {
  id: number;
}

/** 'ServerSeen' query type */
export interface ServerSeenQuery {
  params: ServerSeenParams;
  result: ServerSeenResult;
}

const serverSeenIR: any = {"usedParamSet":{"workerPool":true,"id":true},"params":[{"name":"workerPool","required":false,"transform":{"type":"scalar"},"locs":[{"a":59,"b":69}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":96,"b":99}]}],"statement":"update servers set seen_at = now(), worker_pool = coalesce(:workerPool, worker_pool)\nwhere id = :id!\nreturning id"};

/**
 * Query generated from SQL:
 * ```
 * update servers set seen_at = now(), worker_pool = coalesce(:workerPool, worker_pool)
 * where id = :id!
 * returning id
 * ```
 */
export const serverSeen = new PreparedQuery<ServerSeenParams,ServerSeenResult>(serverSeenIR);


/** 'RemoveServer' parameters type */
export interface RemoveServerParams {
  id: number;
}

/** 'RemoveServer' return type */
export type RemoveServerResult = void;

/** 'RemoveServer' query type */
export interface RemoveServerQuery {
  params: RemoveServerParams;
  result: RemoveServerResult;
}

const removeServerIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":31,"b":34}]}],"statement":"delete from servers where id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * delete from servers where id = :id!
 * ```
 */
export const removeServer = new PreparedQuery<RemoveServerParams,RemoveServerResult>(removeServerIR);


/** 'TakeDeadServers' parameters type */
export interface TakeDeadServersParams {
  id: number;
}

/** 'TakeDeadServers' return type */
export interface TakeDeadServersResult {
  id: number;
  workerPool: string | null;
}

/** 'TakeDeadServers' query type */
export interface TakeDeadServersQuery {
  params: TakeDeadServersParams;
  result: TakeDeadServersResult;
}

const takeDeadServersIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":160,"b":163}]}],"statement":"-- Alive is who holds its lock. Whoever lost its connection, or saw the database restart, has a moment\n-- to take it again.\ndelete from servers s\nwhere s.id <> :id!\n  and greatest(s.seen_at, pg_postmaster_start_time()) < now() - interval '3 seconds'\n  and not exists (\n    select from pg_locks l\n    where l.locktype = 'advisory' and l.granted\n      and l.database = (select oid from pg_database where datname = current_database())\n      and l.classid = ((hashtext('terrane servers')::bigint + 4294967296) % 4294967296)::oid\n      and l.objid = s.id::oid and l.objsubid = 2\n  )\nreturning s.id, s.worker_pool as \"workerPool\""};

/**
 * Query generated from SQL:
 * ```
 * -- Alive is who holds its lock. Whoever lost its connection, or saw the database restart, has a moment
 * -- to take it again.
 * delete from servers s
 * where s.id <> :id!
 *   and greatest(s.seen_at, pg_postmaster_start_time()) < now() - interval '3 seconds'
 *   and not exists (
 *     select from pg_locks l
 *     where l.locktype = 'advisory' and l.granted
 *       and l.database = (select oid from pg_database where datname = current_database())
 *       and l.classid = ((hashtext('terrane servers')::bigint + 4294967296) % 4294967296)::oid
 *       and l.objid = s.id::oid and l.objsubid = 2
 *   )
 * returning s.id, s.worker_pool as "workerPool"
 * ```
 */
export const takeDeadServers = new PreparedQuery<TakeDeadServersParams,TakeDeadServersResult>(takeDeadServersIR);


/** 'ReleaseOrphans' parameters type */
export interface ReleaseOrphansParams {
  workerPool: string;
}

/** 'ReleaseOrphans' return type */
export interface ReleaseOrphansResult {
  pools: stringArray;
  released: undefined | null;
}

/** 'ReleaseOrphans' query type */
export interface ReleaseOrphansQuery {
  params: ReleaseOrphansParams;
  result: ReleaseOrphansResult;
}

const releaseOrphansIR: any = {"usedParamSet":{"workerPool":true},"params":[{"name":"workerPool","required":true,"transform":{"type":"scalar"},"locs":[{"a":368,"b":379}]}],"statement":"-- Jobs locked by a pool that no living server has; one that just began may not have said its name yet.\nwith alive as (\n  select worker_pool from servers where worker_pool is not null\n),\norphans as (\n  select distinct j.locked_by as pool from graphile_worker.jobs j\n  where j.locked_by is not null and j.locked_at < now() - interval '3 seconds'\n    and j.locked_by <> :workerPool! and j.locked_by not in (select worker_pool from alive)\n)\nselect graphile_worker.force_unlock_workers(array_agg(pool)) as released, array_agg(pool) as \"pools!\"\nfrom orphans\nhaving count(*) > 0"};

/**
 * Query generated from SQL:
 * ```
 * -- Jobs locked by a pool that no living server has; one that just began may not have said its name yet.
 * with alive as (
 *   select worker_pool from servers where worker_pool is not null
 * ),
 * orphans as (
 *   select distinct j.locked_by as pool from graphile_worker.jobs j
 *   where j.locked_by is not null and j.locked_at < now() - interval '3 seconds'
 *     and j.locked_by <> :workerPool! and j.locked_by not in (select worker_pool from alive)
 * )
 * select graphile_worker.force_unlock_workers(array_agg(pool)) as released, array_agg(pool) as "pools!"
 * from orphans
 * having count(*) > 0
 * ```
 */
export const releaseOrphans = new PreparedQuery<ReleaseOrphansParams,ReleaseOrphansResult>(releaseOrphansIR);


