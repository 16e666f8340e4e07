/** Types generated for queries found in "src/control/runner-routes/runner-routes.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type booleanArray = (boolean)[];

export type stringArray = (string)[];

/** 'BindRun' parameters type */
export interface BindRunParams {
  id: string;
  runId: string;
}

/** 'BindRun' return type */
export type BindRunResult = void;

/** 'BindRun' query type */
export interface BindRunQuery {
  params: BindRunParams;
  result: BindRunResult;
}

const bindRunIR: any = {"usedParamSet":{"runId":true,"id":true},"params":[{"name":"runId","required":true,"transform":{"type":"scalar"},"locs":[{"a":35,"b":41}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":54,"b":57}]}],"statement":"update work_manifests set run_id = :runId! where id = :id! and run_id is null"};

/**
 * Query generated from SQL:
 * ```
 * update work_manifests set run_id = :runId! where id = :id! and run_id is null
 * ```
 */
export const bindRun = new PreparedQuery<BindRunParams,BindRunResult>(bindRunIR);


/** 'BranchDirspaces' parameters type */
export interface BranchDirspacesParams {
  id: string;
}

/** 'BranchDirspaces' return type */
export interface BranchDirspacesResult {
  branchDirspaces: Json;
}

/** 'BranchDirspaces' query type */
export interface BranchDirspacesQuery {
  params: BranchDirspacesParams;
  result: BranchDirspacesResult;
}

const branchDirspacesIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":76,"b":79}]}],"statement":"select branch_dirspaces as \"branchDirspaces\" from work_manifests where id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * select branch_dirspaces as "branchDirspaces" from work_manifests where id = :id!
 * ```
 */
export const branchDirspaces = new PreparedQuery<BranchDirspacesParams,BranchDirspacesResult>(branchDirspacesIR);


/** 'AcceptResult' parameters type */
export interface AcceptResultParams {
  body: Json;
  id: string;
}

/** 'AcceptResult' return type */
export type AcceptResultResult = void;

/** 'AcceptResult' query type */
export interface AcceptResultQuery {
  params: AcceptResultParams;
  result: AcceptResultResult;
}

const acceptResultIR: any = {"usedParamSet":{"id":true,"body":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":77,"b":80}]},{"name":"body","required":true,"transform":{"type":"scalar"},"locs":[{"a":89,"b":94}]}],"statement":"insert into work_manifest_results (work_manifest_id, accepted, body)\nvalues (:id!, true, :body!)"};

/**
 * Query generated from SQL:
 * ```
 * insert into work_manifest_results (work_manifest_id, accepted, body)
 * values (:id!, true, :body!)
 * ```
 */
export const acceptResult = new PreparedQuery<AcceptResultParams,AcceptResultResult>(acceptResultIR);


/** 'KeepLateResult' parameters type */
export interface KeepLateResultParams {
  body: Json;
  id: string;
}

/** 'KeepLateResult' return type */
export type KeepLateResultResult = void;

/** 'KeepLateResult' query type */
export interface KeepLateResultQuery {
  params: KeepLateResultParams;
  result: KeepLateResultResult;
}

const keepLateResultIR: any = {"usedParamSet":{"id":true,"body":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":159,"b":162},{"a":263,"b":266}]},{"name":"body","required":true,"transform":{"type":"scalar"},"locs":[{"a":172,"b":177}]}],"statement":"-- One of each run: whoever holds its token must not be able to fill the database.\ninsert into work_manifest_results (work_manifest_id, accepted, body)\nselect :id!, false, :body!\nwhere not exists (\n  select from work_manifest_results r where r.work_manifest_id = :id! and not r.accepted\n)"};

/**
 * Query generated from SQL:
 * ```
 * -- One of each run: whoever holds its token must not be able to fill the database.
 * insert into work_manifest_results (work_manifest_id, accepted, body)
 * select :id!, false, :body!
 * where not exists (
 *   select from work_manifest_results r where r.work_manifest_id = :id! and not r.accepted
 * )
 * ```
 */
export const keepLateResult = new PreparedQuery<KeepLateResultParams,KeepLateResultResult>(keepLateResultIR);


/** 'StoreDirspaceResults' parameters type */
export interface StoreDirspaceResultsParams {
  changes: booleanArray;
  dirs: stringArray;
  id: string;
  successes: booleanArray;
  workspaces: stringArray;
}

/** 'StoreDirspaceResults' return type */
export type StoreDirspaceResultsResult = void;

/** 'StoreDirspaceResults' query type */
export interface StoreDirspaceResultsQuery {
  params: StoreDirspaceResultsParams;
  result: StoreDirspaceResultsResult;
}

const storeDirspaceResultsIR: any = {"usedParamSet":{"dirs":true,"workspaces":true,"successes":true,"changes":true,"id":true},"params":[{"name":"dirs","required":true,"transform":{"type":"scalar"},"locs":[{"a":98,"b":103}]},{"name":"workspaces","required":true,"transform":{"type":"scalar"},"locs":[{"a":114,"b":125}]},{"name":"successes","required":true,"transform":{"type":"scalar"},"locs":[{"a":136,"b":146}]},{"name":"changes","required":true,"transform":{"type":"scalar"},"locs":[{"a":160,"b":168}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":255,"b":258}]}],"statement":"update work_manifest_dirspaces d set success = r.success, has_changes = r.has_changes\nfrom unnest(:dirs!::text[], :workspaces!::text[], :successes!::boolean[], :changes!::boolean[])\n  as r (dir, workspace, success, has_changes)\nwhere d.work_manifest_id = :id! and d.dir = r.dir and d.workspace = r.workspace"};

/**
 * Query generated from SQL:
 * ```
 * update work_manifest_dirspaces d set success = r.success, has_changes = r.has_changes
 * from unnest(:dirs!::text[], :workspaces!::text[], :successes!::boolean[], :changes!::boolean[])
 *   as r (dir, workspace, success, has_changes)
 * where d.work_manifest_id = :id! and d.dir = r.dir and d.workspace = r.workspace
 * ```
 */
export const storeDirspaceResults = new PreparedQuery<StoreDirspaceResultsParams,StoreDirspaceResultsResult>(storeDirspaceResultsIR);


/** 'StoreGates' parameters type */
export interface StoreGatesParams {
  gates: Json;
  id: string;
}

/** 'StoreGates' return type */
export type StoreGatesResult = void;

/** 'StoreGates' query type */
export interface StoreGatesQuery {
  params: StoreGatesParams;
  result: StoreGatesResult;
}

const storeGatesIR: any = {"usedParamSet":{"gates":true,"id":true},"params":[{"name":"gates","required":true,"transform":{"type":"scalar"},"locs":[{"a":34,"b":40}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":53,"b":56}]}],"statement":"update work_manifests set gates = :gates! where id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * update work_manifests set gates = :gates! where id = :id!
 * ```
 */
export const storeGates = new PreparedQuery<StoreGatesParams,StoreGatesResult>(storeGatesIR);


/** 'SameResultAccepted' parameters type */
export interface SameResultAcceptedParams {
  body: Json;
  id: string;
}

/** 'SameResultAccepted' return type */
export interface SameResultAcceptedResult {
  id: number;
}

/** 'SameResultAccepted' query type */
export interface SameResultAcceptedQuery {
  params: SameResultAcceptedParams;
  result: SameResultAcceptedResult;
}

const sameResultAcceptedIR: any = {"usedParamSet":{"id":true,"body":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":62,"b":65}]},{"name":"body","required":true,"transform":{"type":"scalar"},"locs":[{"a":91,"b":96}]}],"statement":"select id from work_manifest_results\nwhere work_manifest_id = :id! and accepted and body = :body!::jsonb"};

/**
 * Query generated from SQL:
 * ```
 * select id from work_manifest_results
 * where work_manifest_id = :id! and accepted and body = :body!::jsonb
 * ```
 */
export const sameResultAccepted = new PreparedQuery<SameResultAcceptedParams,SameResultAcceptedResult>(sameResultAcceptedIR);


/** 'StorePlan' parameters type */
export interface StorePlanParams {
  dir: string;
  hasChanges: boolean;
  id: string;
  sealed: Buffer;
  workspace: string;
}

/** 'StorePlan' return type */
export type StorePlanResult = void;

/** 'StorePlan' query type */
export interface StorePlanQuery {
  params: StorePlanParams;
  result: StorePlanResult;
}

const storePlanIR: any = {"usedParamSet":{"id":true,"dir":true,"workspace":true,"sealed":true,"hasChanges":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":150,"b":153}]},{"name":"dir","required":true,"transform":{"type":"scalar"},"locs":[{"a":156,"b":160}]},{"name":"workspace","required":true,"transform":{"type":"scalar"},"locs":[{"a":163,"b":173}]},{"name":"sealed","required":true,"transform":{"type":"scalar"},"locs":[{"a":176,"b":183}]},{"name":"hasChanges","required":true,"transform":{"type":"scalar"},"locs":[{"a":186,"b":197}]}],"statement":"-- A runner that lost our answer stores its plan again.\ninsert into plans (work_manifest_id, dir, workspace, sealed, has_changes, expires_at)\nvalues (:id!, :dir!, :workspace!, :sealed!, :hasChanges!, now() + interval '14 days')\non conflict (work_manifest_id, dir, workspace) do update set\n  sealed = excluded.sealed, has_changes = excluded.has_changes, expires_at = excluded.expires_at\nwhere plans.used_at is null"};

/**
 * Query generated from SQL:
 * ```
 * -- A runner that lost our answer stores its plan again.
 * insert into plans (work_manifest_id, dir, workspace, sealed, has_changes, expires_at)
 * values (:id!, :dir!, :workspace!, :sealed!, :hasChanges!, now() + interval '14 days')
 * on conflict (work_manifest_id, dir, workspace) do update set
 *   sealed = excluded.sealed, has_changes = excluded.has_changes, expires_at = excluded.expires_at
 * where plans.used_at is null
 * ```
 */
export const storePlan = new PreparedQuery<StorePlanParams,StorePlanResult>(storePlanIR);


/** 'UsablePlan' parameters type */
export interface UsablePlanParams {
  dir: string;
  id: string;
  workspace: string;
}

/** 'UsablePlan' return type */
export interface UsablePlanResult {
  baseSha: string;
  headSha: string;
  planId: string;
  sealed: Buffer;
}

/** 'UsablePlan' query type */
export interface UsablePlanQuery {
  params: UsablePlanParams;
  result: UsablePlanResult;
}

const usablePlanIR: any = {"usedParamSet":{"id":true,"dir":true,"workspace":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":395,"b":398}]},{"name":"dir","required":true,"transform":{"type":"scalar"},"locs":[{"a":412,"b":416}]},{"name":"workspace","required":true,"transform":{"type":"scalar"},"locs":[{"a":436,"b":446}]}],"statement":"-- Unused, or used by this very run: its runner may have lost our answer.\nselect\n  p.work_manifest_id as \"planId\", p.sealed as \"sealed!\",\n  m.base_sha as \"baseSha\", m.head_sha as \"headSha\"\nfrom work_manifest_dirspaces d\njoin plans p on p.work_manifest_id = d.plan_from and p.dir = d.dir and p.workspace = d.workspace\njoin work_manifests m on m.id = p.work_manifest_id\nwhere d.work_manifest_id = :id! and d.dir = :dir! and d.workspace = :workspace!\n  and p.sealed is not null and p.expires_at > now()\n  and (p.used_at is null or p.used_by = d.work_manifest_id)\nfor update of p"};

/**
 * Query generated from SQL:
 * ```
 * -- Unused, or used by this very run: its runner may have lost our answer.
 * select
 *   p.work_manifest_id as "planId", p.sealed as "sealed!",
 *   m.base_sha as "baseSha", m.head_sha as "headSha"
 * from work_manifest_dirspaces d
 * join plans p on p.work_manifest_id = d.plan_from and p.dir = d.dir and p.workspace = d.workspace
 * join work_manifests m on m.id = p.work_manifest_id
 * where d.work_manifest_id = :id! and d.dir = :dir! and d.workspace = :workspace!
 *   and p.sealed is not null and p.expires_at > now()
 *   and (p.used_at is null or p.used_by = d.work_manifest_id)
 * for update of p
 * ```
 */
export const usablePlan = new PreparedQuery<UsablePlanParams,UsablePlanResult>(usablePlanIR);


/** 'UsePlan' parameters type */
export interface UsePlanParams {
  dir: string;
  planId: string;
  usedBy: string;
  workspace: string;
}

/** 'UsePlan' return type */
export type UsePlanResult = void;

/** 'UsePlan' query type */
export interface UsePlanQuery {
  params: UsePlanParams;
  result: UsePlanResult;
}

const usePlanIR: any = {"usedParamSet":{"usedBy":true,"planId":true,"dir":true,"workspace":true},"params":[{"name":"usedBy","required":true,"transform":{"type":"scalar"},"locs":[{"a":63,"b":70}]},{"name":"planId","required":true,"transform":{"type":"scalar"},"locs":[{"a":97,"b":104}]},{"name":"dir","required":true,"transform":{"type":"scalar"},"locs":[{"a":116,"b":120}]},{"name":"workspace","required":true,"transform":{"type":"scalar"},"locs":[{"a":138,"b":148}]}],"statement":"update plans set used_at = coalesce(used_at, now()), used_by = :usedBy!\nwhere work_manifest_id = :planId! and dir = :dir! and workspace = :workspace!"};

/**
 * Query generated from SQL:
 * ```
 * update plans set used_at = coalesce(used_at, now()), used_by = :usedBy!
 * where work_manifest_id = :planId! and dir = :dir! and workspace = :workspace!
 * ```
 */
export const usePlan = new PreparedQuery<UsePlanParams,UsePlanResult>(usePlanIR);


/** 'EmptyUsedPlans' parameters type */
export interface EmptyUsedPlansParams {
  usedBy: string;
}

/** 'EmptyUsedPlans' return type */
export type EmptyUsedPlansResult = void;

/** 'EmptyUsedPlans' query type */
export interface EmptyUsedPlansQuery {
  params: EmptyUsedPlansParams;
  result: EmptyUsedPlansResult;
}

const emptyUsedPlansIR: any = {"usedParamSet":{"usedBy":true},"params":[{"name":"usedBy","required":true,"transform":{"type":"scalar"},"locs":[{"a":47,"b":54}]}],"statement":"update plans set sealed = null where used_by = :usedBy! and sealed is not null"};

/**
 * Query generated from SQL:
 * ```
 * update plans set sealed = null where used_by = :usedBy! and sealed is not null
 * ```
 */
export const emptyUsedPlans = new PreparedQuery<EmptyUsedPlansParams,EmptyUsedPlansResult>(emptyUsedPlansIR);


