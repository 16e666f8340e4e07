/** Types generated for queries found in "src/control/evaluate/decisions.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type numberArray = (number)[];

export type stringArray = (string)[];

/** 'InsertRun' parameters type */
export interface InsertRunParams {
  baseRef: string;
  baseSha: string;
  baseTip?: string | null | void;
  body: Json;
  branchDirspaces: Json;
  branchRef: string;
  driftRunId?: string | null | void;
  environment?: string | null | void;
  fork: boolean;
  headSha: string;
  id: string;
  pullNumber?: number | null | void;
  repositoryId: number;
  requestedBy?: string | null | void;
  runsOn?: Json | null | void;
  tagQuery?: string | null | void;
  type: string;
}

/** 'InsertRun' return type */
export type InsertRunResult = void;

/** 'InsertRun' query type */
export interface InsertRunQuery {
  params: InsertRunParams;
  result: InsertRunResult;
}

const insertRunIR: any = {"usedParamSet":{"id":true,"repositoryId":true,"pullNumber":true,"driftRunId":true,"type":true,"baseRef":true,"baseSha":true,"headSha":true,"baseTip":true,"branchRef":true,"fork":true,"environment":true,"runsOn":true,"tagQuery":true,"requestedBy":true,"body":true,"branchDirspaces":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":226,"b":229}]},{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":232,"b":245}]},{"name":"pullNumber","required":false,"transform":{"type":"scalar"},"locs":[{"a":248,"b":258}]},{"name":"driftRunId","required":false,"transform":{"type":"scalar"},"locs":[{"a":261,"b":271}]},{"name":"type","required":true,"transform":{"type":"scalar"},"locs":[{"a":274,"b":279}]},{"name":"baseRef","required":true,"transform":{"type":"scalar"},"locs":[{"a":282,"b":290}]},{"name":"baseSha","required":true,"transform":{"type":"scalar"},"locs":[{"a":293,"b":301}]},{"name":"headSha","required":true,"transform":{"type":"scalar"},"locs":[{"a":304,"b":312}]},{"name":"baseTip","required":false,"transform":{"type":"scalar"},"locs":[{"a":315,"b":322}]},{"name":"branchRef","required":true,"transform":{"type":"scalar"},"locs":[{"a":327,"b":337}]},{"name":"fork","required":true,"transform":{"type":"scalar"},"locs":[{"a":340,"b":345}]},{"name":"environment","required":false,"transform":{"type":"scalar"},"locs":[{"a":348,"b":359}]},{"name":"runsOn","required":false,"transform":{"type":"scalar"},"locs":[{"a":362,"b":368}]},{"name":"tagQuery","required":false,"transform":{"type":"scalar"},"locs":[{"a":371,"b":379}]},{"name":"requestedBy","required":false,"transform":{"type":"scalar"},"locs":[{"a":382,"b":393}]},{"name":"body","required":true,"transform":{"type":"scalar"},"locs":[{"a":396,"b":401}]},{"name":"branchDirspaces","required":true,"transform":{"type":"scalar"},"locs":[{"a":404,"b":420}]}],"statement":"insert into work_manifests (\n  id, repository_id, pull_number, drift_run_id, type, base_ref, base_sha, head_sha, base_tip,\n  branch_ref, fork, environment, runs_on, tag_query, requested_by, body, branch_dirspaces\n) values (\n  :id!, :repositoryId!, :pullNumber, :driftRunId, :type!, :baseRef!, :baseSha!, :headSha!, :baseTip,\n  :branchRef!, :fork!, :environment, :runsOn, :tagQuery, :requestedBy, :body!, :branchDirspaces!\n)"};

/**
 * Query generated from SQL:
 * ```
 * insert into work_manifests (
 *   id, repository_id, pull_number, drift_run_id, type, base_ref, base_sha, head_sha, base_tip,
 *   branch_ref, fork, environment, runs_on, tag_query, requested_by, body, branch_dirspaces
 * ) values (
 *   :id!, :repositoryId!, :pullNumber, :driftRunId, :type!, :baseRef!, :baseSha!, :headSha!, :baseTip,
 *   :branchRef!, :fork!, :environment, :runsOn, :tagQuery, :requestedBy, :body!, :branchDirspaces!
 * )
 * ```
 */
export const insertRun = new PreparedQuery<InsertRunParams,InsertRunResult>(insertRunIR);


/** 'InsertBuild' parameters type */
export interface InsertBuildParams {
  baseRef: string;
  baseSha: string;
  body: Json;
  branchRef: string;
  driftRunId?: string | null | void;
  fork: boolean;
  headSha: string;
  id: string;
  key: string;
  pullNumber?: number | null | void;
  repositoryId: number;
  requestedBy?: string | null | void;
  sha: string;
  side: string;
  type: string;
}

/** 'InsertBuild' return type */
export type InsertBuildResult = void;

/** 'InsertBuild' query type */
export interface InsertBuildQuery {
  params: InsertBuildParams;
  result: InsertBuildResult;
}

const insertBuildIR: any = {"usedParamSet":{"id":true,"repositoryId":true,"pullNumber":true,"driftRunId":true,"type":true,"baseRef":true,"baseSha":true,"headSha":true,"branchRef":true,"fork":true,"requestedBy":true,"body":true,"side":true,"sha":true,"key":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":217,"b":220}]},{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":223,"b":236}]},{"name":"pullNumber","required":false,"transform":{"type":"scalar"},"locs":[{"a":239,"b":249}]},{"name":"driftRunId","required":false,"transform":{"type":"scalar"},"locs":[{"a":252,"b":262}]},{"name":"type","required":true,"transform":{"type":"scalar"},"locs":[{"a":265,"b":270}]},{"name":"baseRef","required":true,"transform":{"type":"scalar"},"locs":[{"a":273,"b":281}]},{"name":"baseSha","required":true,"transform":{"type":"scalar"},"locs":[{"a":284,"b":292}]},{"name":"headSha","required":true,"transform":{"type":"scalar"},"locs":[{"a":295,"b":303}]},{"name":"branchRef","required":true,"transform":{"type":"scalar"},"locs":[{"a":306,"b":316}]},{"name":"fork","required":true,"transform":{"type":"scalar"},"locs":[{"a":319,"b":324}]},{"name":"requestedBy","required":false,"transform":{"type":"scalar"},"locs":[{"a":329,"b":340}]},{"name":"body","required":true,"transform":{"type":"scalar"},"locs":[{"a":343,"b":348}]},{"name":"side","required":true,"transform":{"type":"scalar"},"locs":[{"a":357,"b":362}]},{"name":"sha","required":true,"transform":{"type":"scalar"},"locs":[{"a":365,"b":369}]},{"name":"key","required":true,"transform":{"type":"scalar"},"locs":[{"a":372,"b":376}]}],"statement":"insert into work_manifests (\n  id, repository_id, pull_number, drift_run_id, type, base_ref, base_sha, head_sha, branch_ref, fork,\n  requested_by, body, branch_dirspaces, build_side, build_sha, build_key\n) values (\n  :id!, :repositoryId!, :pullNumber, :driftRunId, :type!, :baseRef!, :baseSha!, :headSha!, :branchRef!, :fork!,\n  :requestedBy, :body!, '[]', :side!, :sha!, :key!\n)"};

/**
 * Query generated from SQL:
 * ```
 * insert into work_manifests (
 *   id, repository_id, pull_number, drift_run_id, type, base_ref, base_sha, head_sha, branch_ref, fork,
 *   requested_by, body, branch_dirspaces, build_side, build_sha, build_key
 * ) values (
 *   :id!, :repositoryId!, :pullNumber, :driftRunId, :type!, :baseRef!, :baseSha!, :headSha!, :branchRef!, :fork!,
 *   :requestedBy, :body!, '[]', :side!, :sha!, :key!
 * )
 * ```
 */
export const insertBuild = new PreparedQuery<InsertBuildParams,InsertBuildResult>(insertBuildIR);


/** 'InsertRunDirspaces' parameters type */
export interface InsertRunDirspacesParams {
  dirs: stringArray;
  id: string;
  lockBranchTargets: stringArray;
  lockPolicies: stringArray;
  plans: stringArray;
  workspaces: stringArray;
}

/** 'InsertRunDirspaces' return type */
export type InsertRunDirspacesResult = void;

/** 'InsertRunDirspaces' query type */
export interface InsertRunDirspacesQuery {
  params: InsertRunDirspacesParams;
  result: InsertRunDirspacesResult;
}

const insertRunDirspacesIR: any = {"usedParamSet":{"id":true,"dirs":true,"workspaces":true,"lockPolicies":true,"lockBranchTargets":true,"plans":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":126,"b":129}]},{"name":"dirs","required":true,"transform":{"type":"scalar"},"locs":[{"a":234,"b":239}]},{"name":"workspaces","required":true,"transform":{"type":"scalar"},"locs":[{"a":250,"b":261}]},{"name":"lockPolicies","required":true,"transform":{"type":"scalar"},"locs":[{"a":272,"b":285}]},{"name":"lockBranchTargets","required":true,"transform":{"type":"scalar"},"locs":[{"a":296,"b":314}]},{"name":"plans","required":true,"transform":{"type":"scalar"},"locs":[{"a":327,"b":333}]}],"statement":"insert into work_manifest_dirspaces\n  (work_manifest_id, dir, workspace, lock_policy, lock_branch_target, plan_from)\nselect\n  :id!, d.dir, d.workspace, d.lock_policy, d.lock_branch_target, nullif(d.plan_from, '')::uuid\nfrom unnest(\n  :dirs!::text[], :workspaces!::text[], :lockPolicies!::text[], :lockBranchTargets!::text[],\n  :plans!::text[]\n) as d (dir, workspace, lock_policy, lock_branch_target, plan_from)"};

/**
 * Query generated from SQL:
 * ```
 * insert into work_manifest_dirspaces
 *   (work_manifest_id, dir, workspace, lock_policy, lock_branch_target, plan_from)
 * select
 *   :id!, d.dir, d.workspace, d.lock_policy, d.lock_branch_target, nullif(d.plan_from, '')::uuid
 * from unnest(
 *   :dirs!::text[], :workspaces!::text[], :lockPolicies!::text[], :lockBranchTargets!::text[],
 *   :plans!::text[]
 * ) as d (dir, workspace, lock_policy, lock_branch_target, plan_from)
 * ```
 */
export const insertRunDirspaces = new PreparedQuery<InsertRunDirspacesParams,InsertRunDirspacesResult>(insertRunDirspacesIR);


/** 'SetCheck' parameters type */
export interface SetCheckParams {
  context: string;
  description: string;
  dir?: string | null | void;
  pullNumber: number;
  repositoryId: number;
  sha: string;
  state: string;
  targetUrl?: string | null | void;
  workspace?: string | null | void;
}

/** 'SetCheck' return type */
export type SetCheckResult = void;

/** 'SetCheck' query type */
export interface SetCheckQuery {
  params: SetCheckParams;
  result: SetCheckResult;
}

const setCheckIR: any = {"usedParamSet":{"repositoryId":true,"sha":true,"context":true,"pullNumber":true,"state":true,"description":true,"targetUrl":true,"dir":true,"workspace":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":214,"b":227}]},{"name":"sha","required":true,"transform":{"type":"scalar"},"locs":[{"a":230,"b":234}]},{"name":"context","required":true,"transform":{"type":"scalar"},"locs":[{"a":237,"b":245}]},{"name":"pullNumber","required":true,"transform":{"type":"scalar"},"locs":[{"a":248,"b":259}]},{"name":"state","required":true,"transform":{"type":"scalar"},"locs":[{"a":262,"b":268}]},{"name":"description","required":true,"transform":{"type":"scalar"},"locs":[{"a":271,"b":283}]},{"name":"targetUrl","required":false,"transform":{"type":"scalar"},"locs":[{"a":286,"b":295}]},{"name":"dir","required":false,"transform":{"type":"scalar"},"locs":[{"a":298,"b":301}]},{"name":"workspace","required":false,"transform":{"type":"scalar"},"locs":[{"a":304,"b":313}]}],"statement":"-- The newest state is what counts; the version says that there is something to tell the forge.\ninsert into checks (repository_id, sha, context, pull_number, state, description, target_url, dir, workspace)\nvalues (:repositoryId!, :sha!, :context!, :pullNumber!, :state!, :description!, :targetUrl, :dir, :workspace)\non conflict (repository_id, sha, context) do update set\n  pull_number = excluded.pull_number, state = excluded.state, description = excluded.description,\n  target_url = excluded.target_url, dir = excluded.dir, workspace = excluded.workspace,\n  version = checks.version + 1, refused = null"};

/**
 * Query generated from SQL:
 * ```
 * -- The newest state is what counts; the version says that there is something to tell the forge.
 * insert into checks (repository_id, sha, context, pull_number, state, description, target_url, dir, workspace)
 * values (:repositoryId!, :sha!, :context!, :pullNumber!, :state!, :description!, :targetUrl, :dir, :workspace)
 * on conflict (repository_id, sha, context) do update set
 *   pull_number = excluded.pull_number, state = excluded.state, description = excluded.description,
 *   target_url = excluded.target_url, dir = excluded.dir, workspace = excluded.workspace,
 *   version = checks.version + 1, refused = null
 * ```
 */
export const setCheck = new PreparedQuery<SetCheckParams,SetCheckResult>(setCheckIR);


/** 'InsertComment' parameters type */
export interface InsertCommentParams {
  body: string;
  id: string;
  key: string;
  kind: string;
  pullNumber: number;
  repositoryId: number;
  strategy: string;
  workManifestId?: string | null | void;
}

/** 'InsertComment' return type */
export interface InsertCommentResult {
  id: string;
}

/** 'InsertComment' query type */
export interface InsertCommentQuery {
  params: InsertCommentParams;
  result: InsertCommentResult;
}

const insertCommentIR: any = {"usedParamSet":{"id":true,"repositoryId":true,"pullNumber":true,"key":true,"kind":true,"strategy":true,"workManifestId":true,"body":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":149,"b":152}]},{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":155,"b":168}]},{"name":"pullNumber","required":true,"transform":{"type":"scalar"},"locs":[{"a":171,"b":182}]},{"name":"key","required":true,"transform":{"type":"scalar"},"locs":[{"a":185,"b":189}]},{"name":"kind","required":true,"transform":{"type":"scalar"},"locs":[{"a":192,"b":197}]},{"name":"strategy","required":true,"transform":{"type":"scalar"},"locs":[{"a":200,"b":209}]},{"name":"workManifestId","required":false,"transform":{"type":"scalar"},"locs":[{"a":212,"b":226}]},{"name":"body","required":true,"transform":{"type":"scalar"},"locs":[{"a":229,"b":234}]}],"statement":"-- No row: the same has been said before.\ninsert into comments (id, repository_id, pull_number, key, kind, strategy, work_manifest_id, body)\nvalues (:id!, :repositoryId!, :pullNumber!, :key!, :kind!, :strategy!, :workManifestId, :body!)\non conflict (repository_id, pull_number, key) do nothing\nreturning id"};

/**
 * Query generated from SQL:
 * ```
 * -- No row: the same has been said before.
 * insert into comments (id, repository_id, pull_number, key, kind, strategy, work_manifest_id, body)
 * values (:id!, :repositoryId!, :pullNumber!, :key!, :kind!, :strategy!, :workManifestId, :body!)
 * on conflict (repository_id, pull_number, key) do nothing
 * returning id
 * ```
 */
export const insertComment = new PreparedQuery<InsertCommentParams,InsertCommentResult>(insertCommentIR);


/** 'UnlockPulls' parameters type */
export interface UnlockPullsParams {
  numbers: numberArray;
  repositoryId: number;
}

/** 'UnlockPulls' return type */
export type UnlockPullsResult = void;

/** 'UnlockPulls' query type */
export interface UnlockPullsQuery {
  params: UnlockPullsParams;
  result: UnlockPullsResult;
}

const unlockPullsIR: any = {"usedParamSet":{"repositoryId":true,"numbers":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":79,"b":92}]},{"name":"numbers","required":true,"transform":{"type":"scalar"},"locs":[{"a":111,"b":119}]}],"statement":"update pull_requests set unlocked_at = clock_timestamp()\nwhere repository_id = :repositoryId! and number = any(:numbers!::int[])"};

/**
 * Query generated from SQL:
 * ```
 * update pull_requests set unlocked_at = clock_timestamp()
 * where repository_id = :repositoryId! and number = any(:numbers!::int[])
 * ```
 */
export const unlockPulls = new PreparedQuery<UnlockPullsParams,UnlockPullsResult>(unlockPullsIR);


/** 'ApproveGates' parameters type */
export interface ApproveGatesParams {
  headSha: string;
  login: string;
  pullNumber: number;
  repositoryId: number;
  tokens: stringArray;
}

/** 'ApproveGates' return type */
export type ApproveGatesResult = void;

/** 'ApproveGates' query type */
export interface ApproveGatesQuery {
  params: ApproveGatesParams;
  result: ApproveGatesResult;
}

const approveGatesIR: any = {"usedParamSet":{"repositoryId":true,"pullNumber":true,"headSha":true,"login":true,"tokens":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":87,"b":100}]},{"name":"pullNumber","required":true,"transform":{"type":"scalar"},"locs":[{"a":103,"b":114}]},{"name":"headSha","required":true,"transform":{"type":"scalar"},"locs":[{"a":117,"b":125}]},{"name":"login","required":true,"transform":{"type":"scalar"},"locs":[{"a":135,"b":141}]},{"name":"tokens","required":true,"transform":{"type":"scalar"},"locs":[{"a":155,"b":162}]}],"statement":"insert into gate_approvals (repository_id, pull_number, head_sha, token, login)\nselect :repositoryId!, :pullNumber!, :headSha!, token, :login! from unnest(:tokens!::text[]) as token\non conflict do nothing"};

/**
 * Query generated from SQL:
 * ```
 * insert into gate_approvals (repository_id, pull_number, head_sha, token, login)
 * select :repositoryId!, :pullNumber!, :headSha!, token, :login! from unnest(:tokens!::text[]) as token
 * on conflict do nothing
 * ```
 */
export const approveGates = new PreparedQuery<ApproveGatesParams,ApproveGatesResult>(approveGatesIR);


/** 'OutdateComments' parameters type */
export interface OutdateCommentsParams {
  kind: string;
  pullNumber: number;
  repositoryId: number;
  workManifestId: string;
}

/** 'OutdateComments' return type */
export interface OutdateCommentsResult {
  id: string;
}

/** 'OutdateComments' query type */
export interface OutdateCommentsQuery {
  params: OutdateCommentsParams;
  result: OutdateCommentsResult;
}

const outdateCommentsIR: any = {"usedParamSet":{"repositoryId":true,"pullNumber":true,"kind":true,"workManifestId":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":168,"b":181}]},{"name":"pullNumber","required":true,"transform":{"type":"scalar"},"locs":[{"a":201,"b":212}]},{"name":"kind","required":true,"transform":{"type":"scalar"},"locs":[{"a":225,"b":230}]},{"name":"workManifestId","required":true,"transform":{"type":"scalar"},"locs":[{"a":282,"b":297}]}],"statement":"-- Puts away what an earlier run of the same kind said, posted or still to be posted, but for what stays.\nupdate comments set outdated_at = now()\nwhere repository_id = :repositoryId! and pull_number = :pullNumber! and kind = :kind!\n  and outdated_at is null and work_manifest_id <> :workManifestId! and strategy <> 'append'\nreturning id"};

/**
 * Query generated from SQL:
 * ```
 * -- Puts away what an earlier run of the same kind said, posted or still to be posted, but for what stays.
 * update comments set outdated_at = now()
 * where repository_id = :repositoryId! and pull_number = :pullNumber! and kind = :kind!
 *   and outdated_at is null and work_manifest_id <> :workManifestId! and strategy <> 'append'
 * returning id
 * ```
 */
export const outdateComments = new PreparedQuery<OutdateCommentsParams,OutdateCommentsResult>(outdateCommentsIR);


/** 'OutputsOfRun' parameters type */
export interface OutputsOfRunParams {
  id: string;
}

/** 'OutputsOfRun' return type */
export interface OutputsOfRunResult {
  body: Json;
}

/** 'OutputsOfRun' query type */
export interface OutputsOfRunQuery {
  params: OutputsOfRunParams;
  result: OutputsOfRunResult;
}

const outputsOfRunIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":64,"b":67}]}],"statement":"select body from work_manifest_results where work_manifest_id = :id! and accepted"};

/**
 * Query generated from SQL:
 * ```
 * select body from work_manifest_results where work_manifest_id = :id! and accepted
 * ```
 */
export const outputsOfRun = new PreparedQuery<OutputsOfRunParams,OutputsOfRunResult>(outputsOfRunIR);


/** 'ResultsOfCommits' parameters type */
export interface ResultsOfCommitsParams {
  id: string;
}

/** 'ResultsOfCommits' return type */
export interface ResultsOfCommitsResult {
  applied: boolean;
  dir: string;
  id: string;
  published: boolean;
  runId: string | null;
  workspace: string;
}

/** 'ResultsOfCommits' query type */
export interface ResultsOfCommitsQuery {
  params: ResultsOfCommitsParams;
  result: ResultsOfCommitsResult;
}

const resultsOfCommitsIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":971,"b":974}]}],"statement":"-- The newest result of each dirspace by the runs of a run's kind for its commits, itself among them.\n-- A plan that has been applied since says so.\nselect distinct on (d.dir, d.workspace)\n  m.id, m.run_id as \"runId\", d.dir, d.workspace, m.published_at is not null as \"published!\",\n  r.type = 'plan' and exists (\n    select from work_manifests a join work_manifest_dirspaces ad on ad.work_manifest_id = a.id\n    where a.repository_id = m.repository_id and a.pull_number = m.pull_number\n      and a.type in ('apply', 'unsafe-apply') and a.created_at > m.created_at\n      and ad.dir = d.dir and ad.workspace = d.workspace and ad.success\n  ) as \"applied!\"\nfrom work_manifests r\njoin work_manifests m\n  on m.repository_id = r.repository_id and m.pull_number = r.pull_number\n  and m.base_sha = r.base_sha and m.head_sha = r.head_sha\n  and (m.type = 'plan') = (r.type = 'plan') and m.state = 'completed'\njoin work_manifest_dirspaces d on d.work_manifest_id = m.id\nwhere r.id = :id!\norder by d.dir, d.workspace, m.created_at desc, m.id"};

/**
 * Query generated from SQL:
 * ```
 * -- The newest result of each dirspace by the runs of a run's kind for its commits, itself among them.
 * -- A plan that has been applied since says so.
 * select distinct on (d.dir, d.workspace)
 *   m.id, m.run_id as "runId", d.dir, d.workspace, m.published_at is not null as "published!",
 *   r.type = 'plan' and exists (
 *     select from work_manifests a join work_manifest_dirspaces ad on ad.work_manifest_id = a.id
 *     where a.repository_id = m.repository_id and a.pull_number = m.pull_number
 *       and a.type in ('apply', 'unsafe-apply') and a.created_at > m.created_at
 *       and ad.dir = d.dir and ad.workspace = d.workspace and ad.success
 *   ) as "applied!"
 * from work_manifests r
 * join work_manifests m
 *   on m.repository_id = r.repository_id and m.pull_number = r.pull_number
 *   and m.base_sha = r.base_sha and m.head_sha = r.head_sha
 *   and (m.type = 'plan') = (r.type = 'plan') and m.state = 'completed'
 * join work_manifest_dirspaces d on d.work_manifest_id = m.id
 * where r.id = :id!
 * order by d.dir, d.workspace, m.created_at desc, m.id
 * ```
 */
export const resultsOfCommits = new PreparedQuery<ResultsOfCommitsParams,ResultsOfCommitsResult>(resultsOfCommitsIR);


/** 'MarkPublished' parameters type */
export interface MarkPublishedParams {
  ids: stringArray;
}

/** 'MarkPublished' return type */
export type MarkPublishedResult = void;

/** 'MarkPublished' query type */
export interface MarkPublishedQuery {
  params: MarkPublishedParams;
  result: MarkPublishedResult;
}

const markPublishedIR: any = {"usedParamSet":{"ids":true},"params":[{"name":"ids","required":true,"transform":{"type":"scalar"},"locs":[{"a":62,"b":66}]}],"statement":"update work_manifests set published_at = now() where id = any(:ids!) and published_at is null"};

/**
 * Query generated from SQL:
 * ```
 * update work_manifests set published_at = now() where id = any(:ids!) and published_at is null
 * ```
 */
export const markPublished = new PreparedQuery<MarkPublishedParams,MarkPublishedResult>(markPublishedIR);


