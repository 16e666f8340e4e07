/** Types generated for queries found in "src/control/drift/drift.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type stringArray = (string)[];

/** 'SchedulesOf' parameters type */
export interface SchedulesOfParams {
  repositoryId: number;
}

/** 'SchedulesOf' return type */
export interface SchedulesOfResult {
  name: string;
  schedule: Json;
}

/** 'SchedulesOf' query type */
export interface SchedulesOfQuery {
  params: SchedulesOfParams;
  result: SchedulesOfResult;
}

const schedulesOfIR: any = {"usedParamSet":{"repositoryId":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":65,"b":78}]}],"statement":"select name, schedule from drift_schedules where repository_id = :repositoryId! order by name"};

/**
 * Query generated from SQL:
 * ```
 * select name, schedule from drift_schedules where repository_id = :repositoryId! order by name
 * ```
 */
export const schedulesOf = new PreparedQuery<SchedulesOfParams,SchedulesOfResult>(schedulesOfIR);


/** 'SchedulesReadAt' parameters type */
export interface SchedulesReadAtParams {
  repositoryId: number;
}

/** 'SchedulesReadAt' return type */
export interface SchedulesReadAtResult {
  sha: string | null;
}

/** 'SchedulesReadAt' query type */
export interface SchedulesReadAtQuery {
  params: SchedulesReadAtParams;
  result: SchedulesReadAtResult;
}

const schedulesReadAtIR: any = {"usedParamSet":{"repositoryId":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":58,"b":71}]}],"statement":"select schedules_of as \"sha\" from repositories where id = :repositoryId!"};

/**
 * Query generated from SQL:
 * ```
 * select schedules_of as "sha" from repositories where id = :repositoryId!
 * ```
 */
export const schedulesReadAt = new PreparedQuery<SchedulesReadAtParams,SchedulesReadAtResult>(schedulesReadAtIR);


/** 'SchedulesAreOf' parameters type */
export interface SchedulesAreOfParams {
  repositoryId: number;
  sha: string;
}

/** 'SchedulesAreOf' return type */
export type SchedulesAreOfResult = void;

/** 'SchedulesAreOf' query type */
export interface SchedulesAreOfQuery {
  params: SchedulesAreOfParams;
  result: SchedulesAreOfResult;
}

const schedulesAreOfIR: any = {"usedParamSet":{"sha":true,"repositoryId":true},"params":[{"name":"sha","required":true,"transform":{"type":"scalar"},"locs":[{"a":39,"b":43}]},{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":56,"b":69}]}],"statement":"update repositories set schedules_of = :sha! where id = :repositoryId!"};

/**
 * Query generated from SQL:
 * ```
 * update repositories set schedules_of = :sha! where id = :repositoryId!
 * ```
 */
export const schedulesAreOf = new PreparedQuery<SchedulesAreOfParams,SchedulesAreOfResult>(schedulesAreOfIR);


/** 'StoreSchedule' parameters type */
export interface StoreScheduleParams {
  name: string;
  repositoryId: number;
  schedule: Json;
}

/** 'StoreSchedule' return type */
export type StoreScheduleResult = void;

/** 'StoreSchedule' query type */
export interface StoreScheduleQuery {
  params: StoreScheduleParams;
  result: StoreScheduleResult;
}

const storeScheduleIR: any = {"usedParamSet":{"repositoryId":true,"name":true,"schedule":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":68,"b":81}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":84,"b":89}]},{"name":"schedule","required":true,"transform":{"type":"scalar"},"locs":[{"a":92,"b":101}]}],"statement":"insert into drift_schedules (repository_id, name, schedule) values (:repositoryId!, :name!, :schedule!)\non conflict (repository_id, name) do update set schedule = excluded.schedule\nwhere drift_schedules.schedule <> excluded.schedule"};

/**
 * Query generated from SQL:
 * ```
 * insert into drift_schedules (repository_id, name, schedule) values (:repositoryId!, :name!, :schedule!)
 * on conflict (repository_id, name) do update set schedule = excluded.schedule
 * where drift_schedules.schedule <> excluded.schedule
 * ```
 */
export const storeSchedule = new PreparedQuery<StoreScheduleParams,StoreScheduleResult>(storeScheduleIR);


/** 'RemoveOtherSchedules' parameters type */
export interface RemoveOtherSchedulesParams {
  names: stringArray;
  repositoryId: number;
}

/** 'RemoveOtherSchedules' return type */
export type RemoveOtherSchedulesResult = void;

/** 'RemoveOtherSchedules' query type */
export interface RemoveOtherSchedulesQuery {
  params: RemoveOtherSchedulesParams;
  result: RemoveOtherSchedulesResult;
}

const removeOtherSchedulesIR: any = {"usedParamSet":{"repositoryId":true,"names":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":50,"b":63}]},{"name":"names","required":true,"transform":{"type":"scalar"},"locs":[{"a":81,"b":87}]}],"statement":"delete from drift_schedules where repository_id = :repositoryId! and name <> all(:names!::text[])"};

/**
 * Query generated from SQL:
 * ```
 * delete from drift_schedules where repository_id = :repositoryId! and name <> all(:names!::text[])
 * ```
 */
export const removeOtherSchedules = new PreparedQuery<RemoveOtherSchedulesParams,RemoveOtherSchedulesResult>(removeOtherSchedulesIR);


/** 'SchedulesToTry' parameters type */
export interface SchedulesToTryParams {
  repositoryId?: number | null | void;
}

/** 'SchedulesToTry' return type */
export interface SchedulesToTryResult {
  name: string;
  now: Date;
  repositoryId: number;
  schedule: Json;
  tried: Json | null;
  triedAt: Date | null;
}

/** 'SchedulesToTry' query type */
export interface SchedulesToTryQuery {
  params: SchedulesToTryParams;
  result: SchedulesToTryResult;
}

const schedulesToTryIR: any = {"usedParamSet":{"repositoryId":true},"params":[{"name":"repositoryId","required":false,"transform":{"type":"scalar"},"locs":[{"a":289,"b":301}]}],"statement":"select s.repository_id as \"repositoryId\", s.name, s.schedule, s.tried, s.tried_at as \"triedAt\", now() as \"now!\"\nfrom drift_schedules s\njoin repositories r on r.id = s.repository_id\njoin installations i on i.id = r.installation_id\nwhere i.state = 'installed' and s.repository_id = coalesce(:repositoryId, s.repository_id)\norder by s.repository_id, s.name"};

/**
 * Query generated from SQL:
 * ```
 * select s.repository_id as "repositoryId", s.name, s.schedule, s.tried, s.tried_at as "triedAt", now() as "now!"
 * from drift_schedules s
 * join repositories r on r.id = s.repository_id
 * join installations i on i.id = r.installation_id
 * where i.state = 'installed' and s.repository_id = coalesce(:repositoryId, s.repository_id)
 * order by s.repository_id, s.name
 * ```
 */
export const schedulesToTry = new PreparedQuery<SchedulesToTryParams,SchedulesToTryResult>(schedulesToTryIR);


/** 'TakeSchedule' parameters type */
export interface TakeScheduleParams {
  name: string;
  repositoryId: number;
}

/** 'TakeSchedule' return type */
export interface TakeScheduleResult {
  now: Date;
  schedule: Json;
  tried: Json | null;
  triedAt: Date | null;
}

/** 'TakeSchedule' query type */
export interface TakeScheduleQuery {
  params: TakeScheduleParams;
  result: TakeScheduleResult;
}

const takeScheduleIR: any = {"usedParamSet":{"repositoryId":true,"name":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":169,"b":182}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":195,"b":200}]}],"statement":"-- Who finds it locked leaves it: another server is trying it.\nselect schedule, tried, tried_at as \"triedAt\", now() as \"now!\"\nfrom drift_schedules where repository_id = :repositoryId! and name = :name!\nfor update skip locked"};

/**
 * Query generated from SQL:
 * ```
 * -- Who finds it locked leaves it: another server is trying it.
 * select schedule, tried, tried_at as "triedAt", now() as "now!"
 * from drift_schedules where repository_id = :repositoryId! and name = :name!
 * for update skip locked
 * ```
 */
export const takeSchedule = new PreparedQuery<TakeScheduleParams,TakeScheduleResult>(takeScheduleIR);


/** 'ScheduleTried' parameters type */
export interface ScheduleTriedParams {
  name: string;
  repositoryId: number;
}

/** 'ScheduleTried' return type */
export type ScheduleTriedResult = void;

/** 'ScheduleTried' query type */
export interface ScheduleTriedQuery {
  params: ScheduleTriedParams;
  result: ScheduleTriedResult;
}

const scheduleTriedIR: any = {"usedParamSet":{"repositoryId":true,"name":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":84,"b":97}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":110,"b":115}]}],"statement":"update drift_schedules set tried_at = now(), tried = schedule\nwhere repository_id = :repositoryId! and name = :name!"};

/**
 * Query generated from SQL:
 * ```
 * update drift_schedules set tried_at = now(), tried = schedule
 * where repository_id = :repositoryId! and name = :name!
 * ```
 */
export const scheduleTried = new PreparedQuery<ScheduleTriedParams,ScheduleTriedResult>(scheduleTriedIR);


/** 'AddDriftRun' parameters type */
export interface AddDriftRunParams {
  id: string;
  repositoryId: number;
  schedule: Json;
}

/** 'AddDriftRun' return type */
export type AddDriftRunResult = void;

/** 'AddDriftRun' query type */
export interface AddDriftRunQuery {
  params: AddDriftRunParams;
  result: AddDriftRunResult;
}

const addDriftRunIR: any = {"usedParamSet":{"id":true,"repositoryId":true,"schedule":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":61,"b":64}]},{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":67,"b":80}]},{"name":"schedule","required":true,"transform":{"type":"scalar"},"locs":[{"a":83,"b":92}]}],"statement":"insert into drift_runs (id, repository_id, schedule) values (:id!, :repositoryId!, :schedule!)"};

/**
 * Query generated from SQL:
 * ```
 * insert into drift_runs (id, repository_id, schedule) values (:id!, :repositoryId!, :schedule!)
 * ```
 */
export const addDriftRun = new PreparedQuery<AddDriftRunParams,AddDriftRunResult>(addDriftRunIR);


/** 'FindDriftRun' parameters type */
export interface FindDriftRunParams {
  id: string;
}

/** 'FindDriftRun' return type */
export interface FindDriftRunResult {
  id: string;
  installationId: number;
  name: string;
  owner: string;
  repositoryId: number;
  schedule: Json;
}

/** 'FindDriftRun' query type */
export interface FindDriftRunQuery {
  params: FindDriftRunParams;
  result: FindDriftRunResult;
}

const findDriftRunIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":196,"b":199}]}],"statement":"select\n  d.id, d.repository_id as \"repositoryId\", d.schedule,\n  r.installation_id as \"installationId\", r.owner, r.name\nfrom drift_runs d join repositories r on r.id = d.repository_id\nwhere d.id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   d.id, d.repository_id as "repositoryId", d.schedule,
 *   r.installation_id as "installationId", r.owner, r.name
 * from drift_runs d join repositories r on r.id = d.repository_id
 * where d.id = :id!
 * ```
 */
export const findDriftRun = new PreparedQuery<FindDriftRunParams,FindDriftRunResult>(findDriftRunIR);


/** 'DriftRunStarted' parameters type */
export interface DriftRunStartedParams {
  id: string;
  name: string;
  schedule: Json;
}

/** 'DriftRunStarted' return type */
export type DriftRunStartedResult = void;

/** 'DriftRunStarted' query type */
export interface DriftRunStartedQuery {
  params: DriftRunStartedParams;
  result: DriftRunStartedResult;
}

const driftRunStartedIR: any = {"usedParamSet":{"schedule":true,"id":true,"name":true},"params":[{"name":"schedule","required":true,"transform":{"type":"scalar"},"locs":[{"a":130,"b":139},{"a":220,"b":229}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":152,"b":155}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":311,"b":316}]}],"statement":"-- As the schedule is by now: what was edited since it was due is not due again.\nwith run as (\n  update drift_runs set schedule = :schedule! where id = :id! returning repository_id\n)\nupdate drift_schedules s set tried = :schedule!, problem = null\nfrom run where s.repository_id = run.repository_id and s.name = :name!"};

/**
 * Query generated from SQL:
 * ```
 * -- As the schedule is by now: what was edited since it was due is not due again.
 * with run as (
 *   update drift_runs set schedule = :schedule! where id = :id! returning repository_id
 * )
 * update drift_schedules s set tried = :schedule!, problem = null
 * from run where s.repository_id = run.repository_id and s.name = :name!
 * ```
 */
export const driftRunStarted = new PreparedQuery<DriftRunStartedParams,DriftRunStartedResult>(driftRunStartedIR);


/** 'EarlierRunUnderWay' parameters type */
export interface EarlierRunUnderWayParams {
  id: string;
  name: string;
  repositoryId: number;
}

/** 'EarlierRunUnderWay' return type */
export interface EarlierRunUnderWayResult {
  id: string;
}

/** 'EarlierRunUnderWay' query type */
export interface EarlierRunUnderWayQuery {
  params: EarlierRunUnderWayParams;
  result: EarlierRunUnderWayResult;
}

const earlierRunUnderWayIR: any = {"usedParamSet":{"repositoryId":true,"name":true,"id":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":101,"b":114}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":144,"b":149}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":163,"b":166}]}],"statement":"select m.id from work_manifests m join drift_runs d on d.id = m.drift_run_id\nwhere d.repository_id = :repositoryId! and d.schedule ->> 'name' = :name! and d.id <> :id!\n  and m.state in ('queued', 'dispatched', 'running')\nlimit 1"};

/**
 * Query generated from SQL:
 * ```
 * select m.id from work_manifests m join drift_runs d on d.id = m.drift_run_id
 * where d.repository_id = :repositoryId! and d.schedule ->> 'name' = :name! and d.id <> :id!
 *   and m.state in ('queued', 'dispatched', 'running')
 * limit 1
 * ```
 */
export const earlierRunUnderWay = new PreparedQuery<EarlierRunUnderWayParams,EarlierRunUnderWayResult>(earlierRunUnderWayIR);


/** 'DriftRunFailed' parameters type */
export interface DriftRunFailedParams {
  name: string;
  problem: string;
  repositoryId: number;
}

/** 'DriftRunFailed' return type */
export type DriftRunFailedResult = void;

/** 'DriftRunFailed' query type */
export interface DriftRunFailedQuery {
  params: DriftRunFailedParams;
  result: DriftRunFailedResult;
}

const driftRunFailedIR: any = {"usedParamSet":{"problem":true,"repositoryId":true,"name":true},"params":[{"name":"problem","required":true,"transform":{"type":"scalar"},"locs":[{"a":37,"b":45}]},{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":69,"b":82}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":95,"b":100}]}],"statement":"update drift_schedules set problem = :problem! where repository_id = :repositoryId! and name = :name!"};

/**
 * Query generated from SQL:
 * ```
 * update drift_schedules set problem = :problem! where repository_id = :repositoryId! and name = :name!
 * ```
 */
export const driftRunFailed = new PreparedQuery<DriftRunFailedParams,DriftRunFailedResult>(driftRunFailedIR);


/** 'DriftResults' parameters type */
export interface DriftResultsParams {
  id: string;
}

/** 'DriftResults' return type */
export interface DriftResultsResult {
  createdAt: Date;
  dir: string;
  gates: Json | null;
  hasChanges: boolean;
  headSha: string;
  overtaken: boolean;
  planStored: boolean;
  runId: string;
  state: string;
  success: boolean;
  type: string;
  workspace: string;
}

/** 'DriftResults' query type */
export interface DriftResultsQuery {
  params: DriftResultsParams;
  result: DriftResultsResult;
}

const driftResultsIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":1075,"b":1078}]}],"statement":"-- What the runs of a drift run have made of each dirspace, oldest first. One that brought no result has\n-- failed. A plan is overtaken by whatever was applied since.\nselect\n  d.dir, d.workspace, m.id as \"runId\", m.type, m.state, m.gates,\n  coalesce(d.success, false) as \"success!\", coalesce(d.has_changes, true) as \"hasChanges!\",\n  m.head_sha as \"headSha\", m.created_at as \"createdAt\",\n  exists (\n    select from plans s\n    where s.work_manifest_id = m.id and s.dir = d.dir and s.workspace = d.workspace\n      and s.sealed is not null and s.used_at is null and s.expires_at > now()\n  ) as \"planStored!\",\n  exists (\n    select from work_manifests a\n    join work_manifest_dirspaces ad on ad.work_manifest_id = a.id\n    where a.repository_id = m.repository_id and a.type in ('apply', 'unsafe-apply')\n      and a.created_at >= m.created_at and (a.state <> 'aborted' or a.started_at is not null)\n      and ad.dir = d.dir and ad.workspace = d.workspace\n  ) as \"overtaken!\"\nfrom work_manifests m\njoin work_manifest_dirspaces d on d.work_manifest_id = m.id\nwhere m.drift_run_id = :id!\norder by m.created_at, m.id, d.dir, d.workspace"};

/**
 * Query generated from SQL:
 * ```
 * -- What the runs of a drift run have made of each dirspace, oldest first. One that brought no result has
 * -- failed. A plan is overtaken by whatever was applied since.
 * select
 *   d.dir, d.workspace, m.id as "runId", m.type, m.state, m.gates,
 *   coalesce(d.success, false) as "success!", coalesce(d.has_changes, true) as "hasChanges!",
 *   m.head_sha as "headSha", m.created_at as "createdAt",
 *   exists (
 *     select from plans s
 *     where s.work_manifest_id = m.id and s.dir = d.dir and s.workspace = d.workspace
 *       and s.sealed is not null and s.used_at is null and s.expires_at > now()
 *   ) as "planStored!",
 *   exists (
 *     select from work_manifests a
 *     join work_manifest_dirspaces ad on ad.work_manifest_id = a.id
 *     where a.repository_id = m.repository_id and a.type in ('apply', 'unsafe-apply')
 *       and a.created_at >= m.created_at and (a.state <> 'aborted' or a.started_at is not null)
 *       and ad.dir = d.dir and ad.workspace = d.workspace
 *   ) as "overtaken!"
 * from work_manifests m
 * join work_manifest_dirspaces d on d.work_manifest_id = m.id
 * where m.drift_run_id = :id!
 * order by m.created_at, m.id, d.dir, d.workspace
 * ```
 */
export const driftResults = new PreparedQuery<DriftResultsParams,DriftResultsResult>(driftResultsIR);


/** 'MarkReported' parameters type */
export interface MarkReportedParams {
  id: string;
}

/** 'MarkReported' return type */
export interface MarkReportedResult {
  id: string;
}

/** 'MarkReported' query type */
export interface MarkReportedQuery {
  params: MarkReportedParams;
  result: MarkReportedResult;
}

const markReportedIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":101,"b":104}]}],"statement":"-- No row: another look at it has said it.\nupdate work_manifests set published_at = now() where id = :id! and published_at is null\nreturning id"};

/**
 * Query generated from SQL:
 * ```
 * -- No row: another look at it has said it.
 * update work_manifests set published_at = now() where id = :id! and published_at is null
 * returning id
 * ```
 */
export const markReported = new PreparedQuery<MarkReportedParams,MarkReportedResult>(markReportedIR);


