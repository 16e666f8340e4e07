/** Types generated for queries found in "src/control/evaluate/facts.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export type numberArray = (number)[];

export type stringArray = (string)[];

/** 'FindDelivery' parameters type */
export interface FindDeliveryParams {
  id: string;
}

/** 'FindDelivery' return type */
export interface FindDeliveryResult {
  intent: Json;
  now: Date;
  processedAt: Date | null;
  receivedAt: Date;
}

/** 'FindDelivery' query type */
export interface FindDeliveryQuery {
  params: FindDeliveryParams;
  result: FindDeliveryResult;
}

const findDeliveryIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":118,"b":121}]}],"statement":"select intent, received_at as \"receivedAt\", processed_at as \"processedAt\", now() as \"now!\"\nfrom deliveries where id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * select intent, received_at as "receivedAt", processed_at as "processedAt", now() as "now!"
 * from deliveries where id = :id!
 * ```
 */
export const findDelivery = new PreparedQuery<FindDeliveryParams,FindDeliveryResult>(findDeliveryIR);


/** 'ClaimDelivery' parameters type */
export interface ClaimDeliveryParams {
  id: string;
  outcome?: string | null | void;
}

/** 'ClaimDelivery' return type */
export interface ClaimDeliveryResult {
  id: string;
  now: Date;
}

/** 'ClaimDelivery' query type */
export interface ClaimDeliveryQuery {
  params: ClaimDeliveryParams;
  result: ClaimDeliveryResult;
}

const claimDeliveryIR: any = {"usedParamSet":{"outcome":true,"id":true},"params":[{"name":"outcome","required":false,"transform":{"type":"scalar"},"locs":[{"a":90,"b":97}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":110,"b":113}]}],"statement":"-- No row: another try has done it.\nupdate deliveries set processed_at = now(), outcome = :outcome\nwhere id = :id! and processed_at is null\nreturning id, now() as \"now!\""};

/**
 * Query generated from SQL:
 * ```
 * -- No row: another try has done it.
 * update deliveries set processed_at = now(), outcome = :outcome
 * where id = :id! and processed_at is null
 * returning id, now() as "now!"
 * ```
 */
export const claimDelivery = new PreparedQuery<ClaimDeliveryParams,ClaimDeliveryResult>(claimDeliveryIR);


/** 'UnclaimDelivery' parameters type */
export interface UnclaimDeliveryParams {
  headSha: string;
  id: string;
}

/** 'UnclaimDelivery' return type */
export type UnclaimDeliveryResult = void;

/** 'UnclaimDelivery' query type */
export interface UnclaimDeliveryQuery {
  params: UnclaimDeliveryParams;
  result: UnclaimDeliveryResult;
}

const unclaimDeliveryIR: any = {"usedParamSet":{"headSha":true,"id":true},"params":[{"name":"headSha","required":true,"transform":{"type":"scalar"},"locs":[{"a":227,"b":235}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":250,"b":253}]}],"statement":"-- What it is about from now on is the head that was looked at first.\nupdate deliveries set\n  processed_at = null, outcome = 'waits for builds',\n  intent = intent || jsonb_build_object('headSha', coalesce(intent ->> 'headSha', :headSha!))\nwhere id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * -- What it is about from now on is the head that was looked at first.
 * update deliveries set
 *   processed_at = null, outcome = 'waits for builds',
 *   intent = intent || jsonb_build_object('headSha', coalesce(intent ->> 'headSha', :headSha!))
 * where id = :id!
 * ```
 */
export const unclaimDelivery = new PreparedQuery<UnclaimDeliveryParams,UnclaimDeliveryResult>(unclaimDeliveryIR);


/** 'AwaitBuilds' parameters type */
export interface AwaitBuildsParams {
  deliveryId: string;
  keys: stringArray;
  pullNumber?: number | null | void;
  repositoryId: number;
  shas: stringArray;
  types: stringArray;
}

/** 'AwaitBuilds' return type */
export interface AwaitBuildsResult {
  id: string;
}

/** 'AwaitBuilds' query type */
export interface AwaitBuildsQuery {
  params: AwaitBuildsParams;
  result: AwaitBuildsResult;
}

const awaitBuildsIR: any = {"usedParamSet":{"types":true,"shas":true,"keys":true,"repositoryId":true,"deliveryId":true,"pullNumber":true},"params":[{"name":"types","required":true,"transform":{"type":"scalar"},"locs":[{"a":171,"b":177}]},{"name":"shas","required":true,"transform":{"type":"scalar"},"locs":[{"a":188,"b":193}]},{"name":"keys","required":true,"transform":{"type":"scalar"},"locs":[{"a":204,"b":209}]},{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":339,"b":352}]},{"name":"deliveryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":521,"b":532}]},{"name":"pullNumber","required":false,"transform":{"type":"scalar"},"locs":[{"a":535,"b":545}]}],"statement":"-- The open builds of these. Held to the end of the transaction: one that ends meanwhile finds who waits.\nwith open as (\n  select m.id from work_manifests m\n  join unnest(:types!::text[], :shas!::text[], :keys!::text[]) as b (type, sha, key)\n    on m.type = b.type and m.build_sha = b.sha and m.build_key = b.key\n  where m.repository_id = :repositoryId! and m.state in ('queued', 'dispatched', 'running')\n  for share of m\n)\ninsert into delivery_waits (work_manifest_id, delivery_id, pull_number)\nselect distinct open.id, :deliveryId!, :pullNumber::int from open\nreturning work_manifest_id as id"};

/**
 * Query generated from SQL:
 * ```
 * -- The open builds of these. Held to the end of the transaction: one that ends meanwhile finds who waits.
 * with open as (
 *   select m.id from work_manifests m
 *   join unnest(:types!::text[], :shas!::text[], :keys!::text[]) as b (type, sha, key)
 *     on m.type = b.type and m.build_sha = b.sha and m.build_key = b.key
 *   where m.repository_id = :repositoryId! and m.state in ('queued', 'dispatched', 'running')
 *   for share of m
 * )
 * insert into delivery_waits (work_manifest_id, delivery_id, pull_number)
 * select distinct open.id, :deliveryId!, :pullNumber::int from open
 * returning work_manifest_id as id
 * ```
 */
export const awaitBuilds = new PreparedQuery<AwaitBuildsParams,AwaitBuildsResult>(awaitBuildsIR);


/** 'StopWaiting' parameters type */
export interface StopWaitingParams {
  deliveryId: string;
}

/** 'StopWaiting' return type */
export type StopWaitingResult = void;

/** 'StopWaiting' query type */
export interface StopWaitingQuery {
  params: StopWaitingParams;
  result: StopWaitingResult;
}

const stopWaitingIR: any = {"usedParamSet":{"deliveryId":true},"params":[{"name":"deliveryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":47,"b":58}]}],"statement":"delete from delivery_waits where delivery_id = :deliveryId!"};

/**
 * Query generated from SQL:
 * ```
 * delete from delivery_waits where delivery_id = :deliveryId!
 * ```
 */
export const stopWaiting = new PreparedQuery<StopWaitingParams,StopWaitingResult>(stopWaitingIR);


/** 'BuildRuns' parameters type */
export interface BuildRunsParams {
  keys: stringArray;
  repositoryId: number;
  shas: stringArray;
  types: stringArray;
}

/** 'BuildRuns' return type */
export interface BuildRunsResult {
  endedAt: Date | null;
  failure: Json | null;
  first: boolean;
  headSha: string;
  id: string;
  key: string;
  newest: boolean;
  pullNumber: number | null;
  runId: string | null;
  sha: string;
  side: string;
  state: string;
  type: string;
}

/** 'BuildRuns' query type */
export interface BuildRunsQuery {
  params: BuildRunsParams;
  result: BuildRunsResult;
}

const buildRunsIR: any = {"usedParamSet":{"types":true,"shas":true,"keys":true,"repositoryId":true},"params":[{"name":"types","required":true,"transform":{"type":"scalar"},"locs":[{"a":451,"b":457}]},{"name":"shas","required":true,"transform":{"type":"scalar"},"locs":[{"a":468,"b":473}]},{"name":"keys","required":true,"transform":{"type":"scalar"},"locs":[{"a":484,"b":489}]},{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":619,"b":632}]}],"statement":"-- The newest run of each build, and the newest that brought a result that is still there.\nwith runs as (\n  select\n    m.*,\n    row_number() over (\n      partition by m.type, m.build_sha, m.build_key order by m.created_at desc, m.id\n    ) as newest,\n    row_number() over (\n      partition by m.type, m.build_sha, m.build_key\n      order by m.state = 'completed' desc, m.finished_at desc, m.id\n    ) as completed\n  from work_manifests m\n  join unnest(:types!::text[], :shas!::text[], :keys!::text[]) as b (type, sha, key)\n    on m.type = b.type and m.build_sha = b.sha and m.build_key = b.key\n  where m.repository_id = :repositoryId!\n    and (\n      m.state <> 'completed'\n      or exists (select from work_manifest_results r where r.work_manifest_id = m.id and r.accepted)\n    )\n)\nselect\n  m.id, m.pull_number as \"pullNumber\", m.type, m.build_side as \"side!\", m.build_sha as \"sha!\",\n  m.build_key as \"key!\", m.head_sha as \"headSha\", m.state, m.finished_at as \"endedAt\",\n  m.run_id as \"runId\", m.newest = 1 as \"newest!\", m.completed = 1 as \"first!\",\n  (\n    select e.detail from work_manifest_events e\n    where e.work_manifest_id = m.id and e.to_state = 'failed'\n  ) as failure\nfrom runs m\nwhere m.newest = 1 or m.completed = 1\norder by m.created_at, m.id"};

/**
 * Query generated from SQL:
 * ```
 * -- The newest run of each build, and the newest that brought a result that is still there.
 * with runs as (
 *   select
 *     m.*,
 *     row_number() over (
 *       partition by m.type, m.build_sha, m.build_key order by m.created_at desc, m.id
 *     ) as newest,
 *     row_number() over (
 *       partition by m.type, m.build_sha, m.build_key
 *       order by m.state = 'completed' desc, m.finished_at desc, m.id
 *     ) as completed
 *   from work_manifests m
 *   join unnest(:types!::text[], :shas!::text[], :keys!::text[]) as b (type, sha, key)
 *     on m.type = b.type and m.build_sha = b.sha and m.build_key = b.key
 *   where m.repository_id = :repositoryId!
 *     and (
 *       m.state <> 'completed'
 *       or exists (select from work_manifest_results r where r.work_manifest_id = m.id and r.accepted)
 *     )
 * )
 * select
 *   m.id, m.pull_number as "pullNumber", m.type, m.build_side as "side!", m.build_sha as "sha!",
 *   m.build_key as "key!", m.head_sha as "headSha", m.state, m.finished_at as "endedAt",
 *   m.run_id as "runId", m.newest = 1 as "newest!", m.completed = 1 as "first!",
 *   (
 *     select e.detail from work_manifest_events e
 *     where e.work_manifest_id = m.id and e.to_state = 'failed'
 *   ) as failure
 * from runs m
 * where m.newest = 1 or m.completed = 1
 * order by m.created_at, m.id
 * ```
 */
export const buildRuns = new PreparedQuery<BuildRunsParams,BuildRunsResult>(buildRunsIR);


/** 'OpenBuilds' parameters type */
export interface OpenBuildsParams {
  repositoryId: number;
}

/** 'OpenBuilds' return type */
export interface OpenBuildsResult {
  headSha: string;
  id: string;
  pullNumber: number | null;
  runId: string | null;
  side: string;
  state: string;
  type: string;
}

/** 'OpenBuilds' query type */
export interface OpenBuildsQuery {
  params: OpenBuildsParams;
  result: OpenBuildsResult;
}

const openBuildsIR: any = {"usedParamSet":{"repositoryId":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":181,"b":194}]}],"statement":"select\n  m.id, m.pull_number as \"pullNumber\", m.type, m.build_side as \"side!\", m.head_sha as \"headSha\",\n  m.state, m.run_id as \"runId\"\nfrom work_manifests m\nwhere m.repository_id = :repositoryId! and m.build_sha is not null\n  and m.state in ('queued', 'dispatched', 'running')\norder by m.created_at, m.id"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   m.id, m.pull_number as "pullNumber", m.type, m.build_side as "side!", m.head_sha as "headSha",
 *   m.state, m.run_id as "runId"
 * from work_manifests m
 * where m.repository_id = :repositoryId! and m.build_sha is not null
 *   and m.state in ('queued', 'dispatched', 'running')
 * order by m.created_at, m.id
 * ```
 */
export const openBuilds = new PreparedQuery<OpenBuildsParams,OpenBuildsResult>(openBuildsIR);


/** 'BuildResults' parameters type */
export interface BuildResultsParams {
  keys: stringArray;
  repositoryId: number;
  shas: stringArray;
  types: stringArray;
}

/** 'BuildResults' return type */
export interface BuildResultsResult {
  body: Json;
  id: string;
  key: string;
  sha: string;
  type: string;
}

/** 'BuildResults' query type */
export interface BuildResultsQuery {
  params: BuildResultsParams;
  result: BuildResultsResult;
}

const buildResultsIR: any = {"usedParamSet":{"types":true,"shas":true,"keys":true,"repositoryId":true},"params":[{"name":"types","required":true,"transform":{"type":"scalar"},"locs":[{"a":187,"b":193}]},{"name":"shas","required":true,"transform":{"type":"scalar"},"locs":[{"a":204,"b":209}]},{"name":"keys","required":true,"transform":{"type":"scalar"},"locs":[{"a":220,"b":225}]},{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":424,"b":437}]}],"statement":"-- The newest result of each.\nselect distinct on (m.type, m.build_sha, m.build_key)\n  m.id, m.type, m.build_sha as \"sha!\", m.build_key as \"key!\", r.body\nfrom work_manifests m\njoin unnest(:types!::text[], :shas!::text[], :keys!::text[]) as b (type, sha, key)\n  on m.type = b.type and m.build_sha = b.sha and m.build_key = b.key\njoin work_manifest_results r on r.work_manifest_id = m.id and r.accepted\nwhere m.repository_id = :repositoryId! and m.state = 'completed'\norder by m.type, m.build_sha, m.build_key, m.finished_at desc, m.id"};

/**
 * Query generated from SQL:
 * ```
 * -- The newest result of each.
 * select distinct on (m.type, m.build_sha, m.build_key)
 *   m.id, m.type, m.build_sha as "sha!", m.build_key as "key!", r.body
 * from work_manifests m
 * join unnest(:types!::text[], :shas!::text[], :keys!::text[]) as b (type, sha, key)
 *   on m.type = b.type and m.build_sha = b.sha and m.build_key = b.key
 * join work_manifest_results r on r.work_manifest_id = m.id and r.accepted
 * where m.repository_id = :repositoryId! and m.state = 'completed'
 * order by m.type, m.build_sha, m.build_key, m.finished_at desc, m.id
 * ```
 */
export const buildResults = new PreparedQuery<BuildResultsParams,BuildResultsResult>(buildResultsIR);


/** 'BuildResultsOfCommits' parameters type */
export interface BuildResultsOfCommitsParams {
  repositoryId: number;
  shas: stringArray;
}

/** 'BuildResultsOfCommits' return type */
export interface BuildResultsOfCommitsResult {
  body: Json;
  id: string;
  key: string;
  sha: string;
  type: string;
}

/** 'BuildResultsOfCommits' query type */
export interface BuildResultsOfCommitsQuery {
  params: BuildResultsOfCommitsParams;
  result: BuildResultsOfCommitsResult;
}

const buildResultsOfCommitsIR: any = {"usedParamSet":{"repositoryId":true,"shas":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":299,"b":312}]},{"name":"shas","required":true,"transform":{"type":"scalar"},"locs":[{"a":336,"b":341}]}],"statement":"-- The newest result of each kind: most likely those that are needed.\nselect distinct on (m.type, m.build_sha)\n  m.id, m.type, m.build_sha as \"sha!\", m.build_key as \"key!\", r.body\nfrom work_manifests m\njoin work_manifest_results r on r.work_manifest_id = m.id and r.accepted\nwhere m.repository_id = :repositoryId! and m.build_sha = any(:shas!::text[]) and m.state = 'completed'\norder by m.type, m.build_sha, m.finished_at desc, m.id"};

/**
 * Query generated from SQL:
 * ```
 * -- The newest result of each kind: most likely those that are needed.
 * select distinct on (m.type, m.build_sha)
 *   m.id, m.type, m.build_sha as "sha!", m.build_key as "key!", r.body
 * from work_manifests m
 * join work_manifest_results r on r.work_manifest_id = m.id and r.accepted
 * where m.repository_id = :repositoryId! and m.build_sha = any(:shas!::text[]) and m.state = 'completed'
 * order by m.type, m.build_sha, m.finished_at desc, m.id
 * ```
 */
export const buildResultsOfCommits = new PreparedQuery<BuildResultsOfCommitsParams,BuildResultsOfCommitsResult>(buildResultsOfCommitsIR);


/** 'FindRepository' parameters type */
export interface FindRepositoryParams {
  id: number;
}

/** 'FindRepository' return type */
export interface FindRepositoryResult {
  id: number;
  installationId: number;
  name: string;
  owner: string;
}

/** 'FindRepository' query type */
export interface FindRepositoryQuery {
  params: FindRepositoryParams;
  result: FindRepositoryResult;
}

const findRepositoryIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":101,"b":104}]}],"statement":"select r.id, r.installation_id as \"installationId\", r.owner, r.name\nfrom repositories r where r.id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * select r.id, r.installation_id as "installationId", r.owner, r.name
 * from repositories r where r.id = :id!
 * ```
 */
export const findRepository = new PreparedQuery<FindRepositoryParams,FindRepositoryResult>(findRepositoryIR);


/** 'LockRepository' parameters type */
export interface LockRepositoryParams {
  defaultBranch: string;
  id: number;
  installationId: number;
  name: string;
  owner: string;
}

/** 'LockRepository' return type */
export type LockRepositoryResult = void;

/** 'LockRepository' query type */
export interface LockRepositoryQuery {
  params: LockRepositoryParams;
  result: LockRepositoryResult;
}

const lockRepositoryIR: any = {"usedParamSet":{"installationId":true,"owner":true,"id":true,"name":true,"defaultBranch":true},"params":[{"name":"installationId","required":true,"transform":{"type":"scalar"},"locs":[{"a":169,"b":184}]},{"name":"owner","required":true,"transform":{"type":"scalar"},"locs":[{"a":187,"b":193},{"a":379,"b":385}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":356,"b":359}]},{"name":"name","required":true,"transform":{"type":"scalar"},"locs":[{"a":388,"b":393}]},{"name":"defaultBranch","required":true,"transform":{"type":"scalar"},"locs":[{"a":396,"b":410}]}],"statement":"-- Held to the end of the transaction: decisions about a repository are made one after another.\nwith installation as (\n  insert into installations (id, account) values (:installationId!, :owner!)\n  on conflict (id) do update set account = excluded.account\n  returning id\n)\ninsert into repositories (id, installation_id, owner, name, default_branch)\nselect :id!, installation.id, :owner!, :name!, :defaultBranch! from installation\non conflict (id) do update set\n  installation_id = excluded.installation_id, owner = excluded.owner, name = excluded.name,\n  default_branch = excluded.default_branch, updated_at = now()"};

/**
 * Query generated from SQL:
 * ```
 * -- Held to the end of the transaction: decisions about a repository are made one after another.
 * with installation as (
 *   insert into installations (id, account) values (:installationId!, :owner!)
 *   on conflict (id) do update set account = excluded.account
 *   returning id
 * )
 * insert into repositories (id, installation_id, owner, name, default_branch)
 * select :id!, installation.id, :owner!, :name!, :defaultBranch! from installation
 * on conflict (id) do update set
 *   installation_id = excluded.installation_id, owner = excluded.owner, name = excluded.name,
 *   default_branch = excluded.default_branch, updated_at = now()
 * ```
 */
export const lockRepository = new PreparedQuery<LockRepositoryParams,LockRepositoryResult>(lockRepositoryIR);


/** 'UpsertInstallation' parameters type */
export interface UpsertInstallationParams {
  account: string;
  id: number;
  state: string;
}

/** 'UpsertInstallation' return type */
export type UpsertInstallationResult = void;

/** 'UpsertInstallation' query type */
export interface UpsertInstallationQuery {
  params: UpsertInstallationParams;
  result: UpsertInstallationResult;
}

const upsertInstallationIR: any = {"usedParamSet":{"id":true,"account":true,"state":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":55,"b":58}]},{"name":"account","required":true,"transform":{"type":"scalar"},"locs":[{"a":61,"b":69}]},{"name":"state","required":true,"transform":{"type":"scalar"},"locs":[{"a":72,"b":78}]}],"statement":"insert into installations (id, account, state) values (:id!, :account!, :state!)\non conflict (id) do update set account = excluded.account, state = excluded.state, updated_at = now()"};

/**
 * Query generated from SQL:
 * ```
 * insert into installations (id, account, state) values (:id!, :account!, :state!)
 * on conflict (id) do update set account = excluded.account, state = excluded.state, updated_at = now()
 * ```
 */
export const upsertInstallation = new PreparedQuery<UpsertInstallationParams,UpsertInstallationResult>(upsertInstallationIR);


/** 'UpsertPull' parameters type */
export interface UpsertPullParams {
  author: string;
  baseRef: string;
  baseSha: string;
  draft: boolean;
  fork: boolean;
  headRef: string;
  headSha: string;
  mergedAt?: Date | null | void;
  mergeSha?: string | null | void;
  number: number;
  readAt: Date;
  repositoryId: number;
  state: string;
  title: string;
}

/** 'UpsertPull' return type */
export interface UpsertPullResult {
  unlockedAt: Date | null;
}

/** 'UpsertPull' query type */
export interface UpsertPullQuery {
  params: UpsertPullParams;
  result: UpsertPullResult;
}

const upsertPullIR: any = {"usedParamSet":{"repositoryId":true,"number":true,"title":true,"author":true,"state":true,"draft":true,"fork":true,"headRef":true,"headSha":true,"baseRef":true,"baseSha":true,"mergeSha":true,"mergedAt":true,"readAt":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":223,"b":236}]},{"name":"number","required":true,"transform":{"type":"scalar"},"locs":[{"a":239,"b":246}]},{"name":"title","required":true,"transform":{"type":"scalar"},"locs":[{"a":249,"b":255}]},{"name":"author","required":true,"transform":{"type":"scalar"},"locs":[{"a":258,"b":265}]},{"name":"state","required":true,"transform":{"type":"scalar"},"locs":[{"a":268,"b":274}]},{"name":"draft","required":true,"transform":{"type":"scalar"},"locs":[{"a":277,"b":283}]},{"name":"fork","required":true,"transform":{"type":"scalar"},"locs":[{"a":286,"b":291}]},{"name":"headRef","required":true,"transform":{"type":"scalar"},"locs":[{"a":296,"b":304}]},{"name":"headSha","required":true,"transform":{"type":"scalar"},"locs":[{"a":307,"b":315}]},{"name":"baseRef","required":true,"transform":{"type":"scalar"},"locs":[{"a":318,"b":326}]},{"name":"baseSha","required":true,"transform":{"type":"scalar"},"locs":[{"a":329,"b":337}]},{"name":"mergeSha","required":false,"transform":{"type":"scalar"},"locs":[{"a":340,"b":348}]},{"name":"mergedAt","required":false,"transform":{"type":"scalar"},"locs":[{"a":351,"b":359}]},{"name":"readAt","required":true,"transform":{"type":"scalar"},"locs":[{"a":777,"b":784}]}],"statement":"-- No row: what somebody else read later is there already.\ninsert into pull_requests (\n  repository_id, number, title, author, state, draft, fork,\n  head_ref, head_sha, base_ref, base_sha, merge_sha, merged_at\n) values (\n  :repositoryId!, :number!, :title!, :author!, :state!, :draft!, :fork!,\n  :headRef!, :headSha!, :baseRef!, :baseSha!, :mergeSha, :mergedAt\n)\non conflict (repository_id, number) do update set\n  title = excluded.title, author = excluded.author, state = excluded.state,\n  draft = excluded.draft, fork = excluded.fork, head_ref = excluded.head_ref,\n  head_sha = excluded.head_sha, base_ref = excluded.base_ref, base_sha = excluded.base_sha,\n  merge_sha = excluded.merge_sha, merged_at = excluded.merged_at, updated_at = now()\nwhere pull_requests.updated_at < :readAt! or pull_requests.head_sha = excluded.head_sha\nreturning unlocked_at as \"unlockedAt\""};

/**
 * Query generated from SQL:
 * ```
 * -- No row: what somebody else read later is there already.
 * insert into pull_requests (
 *   repository_id, number, title, author, state, draft, fork,
 *   head_ref, head_sha, base_ref, base_sha, merge_sha, merged_at
 * ) values (
 *   :repositoryId!, :number!, :title!, :author!, :state!, :draft!, :fork!,
 *   :headRef!, :headSha!, :baseRef!, :baseSha!, :mergeSha, :mergedAt
 * )
 * on conflict (repository_id, number) do update set
 *   title = excluded.title, author = excluded.author, state = excluded.state,
 *   draft = excluded.draft, fork = excluded.fork, head_ref = excluded.head_ref,
 *   head_sha = excluded.head_sha, base_ref = excluded.base_ref, base_sha = excluded.base_sha,
 *   merge_sha = excluded.merge_sha, merged_at = excluded.merged_at, updated_at = now()
 * where pull_requests.updated_at < :readAt! or pull_requests.head_sha = excluded.head_sha
 * returning unlocked_at as "unlockedAt"
 * ```
 */
export const upsertPull = new PreparedQuery<UpsertPullParams,UpsertPullResult>(upsertPullIR);


/** 'ClearChangeDirspaces' parameters type */
export interface ClearChangeDirspacesParams {
  number: number;
  repositoryId: number;
}

/** 'ClearChangeDirspaces' return type */
export type ClearChangeDirspacesResult = void;

/** 'ClearChangeDirspaces' query type */
export interface ClearChangeDirspacesQuery {
  params: ClearChangeDirspacesParams;
  result: ClearChangeDirspacesResult;
}

const clearChangeDirspacesIR: any = {"usedParamSet":{"repositoryId":true,"number":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":51,"b":64}]},{"name":"number","required":true,"transform":{"type":"scalar"},"locs":[{"a":84,"b":91}]}],"statement":"delete from change_dirspaces where repository_id = :repositoryId! and pull_number = :number!"};

/**
 * Query generated from SQL:
 * ```
 * delete from change_dirspaces where repository_id = :repositoryId! and pull_number = :number!
 * ```
 */
export const clearChangeDirspaces = new PreparedQuery<ClearChangeDirspacesParams,ClearChangeDirspacesResult>(clearChangeDirspacesIR);


/** 'AddChangeDirspaces' parameters type */
export interface AddChangeDirspacesParams {
  dirs: stringArray;
  lockBranchTargets: stringArray;
  lockPolicies: stringArray;
  number: number;
  repositoryId: number;
  workspaces: stringArray;
}

/** 'AddChangeDirspaces' return type */
export type AddChangeDirspacesResult = void;

/** 'AddChangeDirspaces' query type */
export interface AddChangeDirspacesQuery {
  params: AddChangeDirspacesParams;
  result: AddChangeDirspacesResult;
}

const addChangeDirspacesIR: any = {"usedParamSet":{"repositoryId":true,"number":true,"dirs":true,"workspaces":true,"lockPolicies":true,"lockBranchTargets":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":114,"b":127}]},{"name":"number","required":true,"transform":{"type":"scalar"},"locs":[{"a":130,"b":137}]},{"name":"dirs","required":true,"transform":{"type":"scalar"},"locs":[{"a":208,"b":213}]},{"name":"workspaces","required":true,"transform":{"type":"scalar"},"locs":[{"a":224,"b":235}]},{"name":"lockPolicies","required":true,"transform":{"type":"scalar"},"locs":[{"a":246,"b":259}]},{"name":"lockBranchTargets","required":true,"transform":{"type":"scalar"},"locs":[{"a":270,"b":288}]}],"statement":"insert into change_dirspaces (repository_id, pull_number, dir, workspace, lock_policy, lock_branch_target)\nselect :repositoryId!, :number!, d.dir, d.workspace, d.lock_policy, d.lock_branch_target\nfrom unnest(:dirs!::text[], :workspaces!::text[], :lockPolicies!::text[], :lockBranchTargets!::text[])\n  as d (dir, workspace, lock_policy, lock_branch_target)"};

/**
 * Query generated from SQL:
 * ```
 * insert into change_dirspaces (repository_id, pull_number, dir, workspace, lock_policy, lock_branch_target)
 * select :repositoryId!, :number!, d.dir, d.workspace, d.lock_policy, d.lock_branch_target
 * from unnest(:dirs!::text[], :workspaces!::text[], :lockPolicies!::text[], :lockBranchTargets!::text[])
 *   as d (dir, workspace, lock_policy, lock_branch_target)
 * ```
 */
export const addChangeDirspaces = new PreparedQuery<AddChangeDirspacesParams,AddChangeDirspacesResult>(addChangeDirspacesIR);


/** 'OtherPulls' parameters type */
export interface OtherPullsParams {
  dirs: stringArray;
  number?: number | null | void;
  repositoryId: number;
  workspaces: stringArray;
}

/** 'OtherPulls' return type */
export interface OtherPullsResult {
  baseRef: string;
  baseSha: string;
  dirspaces: Json | null;
  headSha: string;
  mergedAt: Date | null;
  number: number;
  state: string;
  unlockedAt: Date | null;
}

/** 'OtherPulls' query type */
export interface OtherPullsQuery {
  params: OtherPullsParams;
  result: OtherPullsResult;
}

const otherPullsIR: any = {"usedParamSet":{"repositoryId":true,"number":true,"dirs":true,"workspaces":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":484,"b":497},{"a":697,"b":710},{"a":1287,"b":1300},{"a":1518,"b":1531},{"a":2009,"b":2022}]},{"name":"number","required":false,"transform":{"type":"scalar"},"locs":[{"a":881,"b":887},{"a":1553,"b":1559},{"a":2054,"b":2060}]},{"name":"dirs","required":true,"transform":{"type":"scalar"},"locs":[{"a":937,"b":942}]},{"name":"workspaces","required":true,"transform":{"type":"scalar"},"locs":[{"a":953,"b":964}]}],"statement":"-- Other pull requests that claim what this one touches or has ever applied, or, where there is none,\n-- the dirspaces that are named, and that have a result or are merged. One that is merged and has everything applied holds no lock; it is of interest only when\n-- it merged after this pull request's first result, whose plans it may have made stale.\nwith claims as (\n  select pull_number, dir, workspace, lock_policy, lock_branch_target\n  from change_dirspaces where repository_id = :repositoryId!\n  union\n  select m.pull_number, d.dir, d.workspace, d.lock_policy, d.lock_branch_target\n  from work_manifests m join work_manifest_dirspaces d on d.work_manifest_id = m.id\n  where m.repository_id = :repositoryId! and m.pull_number is not null\n    and m.type in ('apply', 'unsafe-apply') and d.success is not null\n),\nmine as (\n  select dir, workspace from claims where pull_number = :number\n  union\n  select n.dir, n.workspace from unnest(:dirs!::text[], :workspaces!::text[]) as n (dir, workspace)\n),\nlatest as (\n  select distinct on (m.pull_number, d.dir, d.workspace)\n    m.pull_number, d.dir, d.workspace,\n    d.success and (m.type <> 'plan' or not d.has_changes) as applied\n  from work_manifests m join work_manifest_dirspaces d on d.work_manifest_id = m.id\n  where m.repository_id = :repositoryId! and m.pull_number is not null and d.success is not null\n  order by m.pull_number, d.dir, d.workspace, m.created_at desc\n),\noldest as (\n  select min(m.created_at) as at from work_manifests m\n  where m.repository_id = :repositoryId! and m.pull_number = :number\n)\nselect\n  p.number, p.state, p.merged_at as \"mergedAt\", p.unlocked_at as \"unlockedAt\",\n  p.base_ref as \"baseRef\", p.head_sha as \"headSha\", p.base_sha as \"baseSha\",\n  (\n    select json_agg(json_build_object(\n      'dir', c.dir, 'workspace', c.workspace,\n      'lockPolicy', c.lock_policy, 'lockBranchTarget', c.lock_branch_target\n    ))\n    from claims c where c.pull_number = p.number\n  ) as dirspaces\nfrom pull_requests p\nwhere p.repository_id = :repositoryId! and p.number is distinct from :number\n  and exists (select from claims c join mine using (dir, workspace) where c.pull_number = p.number)\n  and (p.state = 'merged' or exists (select from latest l where l.pull_number = p.number))\n  and (\n    p.state <> 'merged'\n    or p.merged_at >= (select at from oldest)\n    or exists (\n      select from claims c left join latest l using (pull_number, dir, workspace)\n      where c.pull_number = p.number and l.applied is not true\n    )\n  )\norder by p.number"};

/**
 * Query generated from SQL:
 * ```
 * -- Other pull requests that claim what this one touches or has ever applied, or, where there is none,
 * -- the dirspaces that are named, and that have a result or are merged. One that is merged and has everything applied holds no lock; it is of interest only when
 * -- it merged after this pull request's first result, whose plans it may have made stale.
 * with claims as (
 *   select pull_number, dir, workspace, lock_policy, lock_branch_target
 *   from change_dirspaces where repository_id = :repositoryId!
 *   union
 *   select m.pull_number, d.dir, d.workspace, d.lock_policy, d.lock_branch_target
 *   from work_manifests m join work_manifest_dirspaces d on d.work_manifest_id = m.id
 *   where m.repository_id = :repositoryId! and m.pull_number is not null
 *     and m.type in ('apply', 'unsafe-apply') and d.success is not null
 * ),
 * mine as (
 *   select dir, workspace from claims where pull_number = :number
 *   union
 *   select n.dir, n.workspace from unnest(:dirs!::text[], :workspaces!::text[]) as n (dir, workspace)
 * ),
 * latest as (
 *   select distinct on (m.pull_number, d.dir, d.workspace)
 *     m.pull_number, d.dir, d.workspace,
 *     d.success and (m.type <> 'plan' or not d.has_changes) as applied
 *   from work_manifests m join work_manifest_dirspaces d on d.work_manifest_id = m.id
 *   where m.repository_id = :repositoryId! and m.pull_number is not null and d.success is not null
 *   order by m.pull_number, d.dir, d.workspace, m.created_at desc
 * ),
 * oldest as (
 *   select min(m.created_at) as at from work_manifests m
 *   where m.repository_id = :repositoryId! and m.pull_number = :number
 * )
 * select
 *   p.number, p.state, p.merged_at as "mergedAt", p.unlocked_at as "unlockedAt",
 *   p.base_ref as "baseRef", p.head_sha as "headSha", p.base_sha as "baseSha",
 *   (
 *     select json_agg(json_build_object(
 *       'dir', c.dir, 'workspace', c.workspace,
 *       'lockPolicy', c.lock_policy, 'lockBranchTarget', c.lock_branch_target
 *     ))
 *     from claims c where c.pull_number = p.number
 *   ) as dirspaces
 * from pull_requests p
 * where p.repository_id = :repositoryId! and p.number is distinct from :number
 *   and exists (select from claims c join mine using (dir, workspace) where c.pull_number = p.number)
 *   and (p.state = 'merged' or exists (select from latest l where l.pull_number = p.number))
 *   and (
 *     p.state <> 'merged'
 *     or p.merged_at >= (select at from oldest)
 *     or exists (
 *       select from claims c left join latest l using (pull_number, dir, workspace)
 *       where c.pull_number = p.number and l.applied is not true
 *     )
 *   )
 * order by p.number
 * ```
 */
export const otherPulls = new PreparedQuery<OtherPullsParams,OtherPullsResult>(otherPullsIR);


/** 'ResultsOfPulls' parameters type */
export interface ResultsOfPullsParams {
  pullNumbers: numberArray;
  repositoryId: number;
}

/** 'ResultsOfPulls' return type */
export interface ResultsOfPullsResult {
  baseSha: string;
  baseTip: string | null;
  createdAt: Date;
  dir: string;
  hasChanges: boolean;
  headSha: string;
  planStored: boolean;
  pullNumber: number | null;
  runId: string;
  success: boolean;
  type: string;
  unlocked: boolean;
  workspace: string;
}

/** 'ResultsOfPulls' query type */
export interface ResultsOfPullsQuery {
  params: ResultsOfPullsParams;
  result: ResultsOfPullsResult;
}

const resultsOfPullsIR: any = {"usedParamSet":{"repositoryId":true,"pullNumbers":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":828,"b":841}]},{"name":"pullNumbers","required":true,"transform":{"type":"scalar"},"locs":[{"a":901,"b":913}]}],"statement":"-- And what drift runs have applied, as long as it can matter to a stored plan.\nselect\n  d.dir, d.workspace, m.id as \"runId\", m.pull_number as \"pullNumber\", m.type,\n  d.success as \"success!\", coalesce(d.has_changes, true) as \"hasChanges!\",\n  m.base_sha as \"baseSha\", m.head_sha as \"headSha\", m.base_tip as \"baseTip\",\n  m.created_at as \"createdAt\",\n  exists (\n    select from plans s\n    where s.work_manifest_id = m.id and s.dir = d.dir and s.workspace = d.workspace\n      and s.sealed is not null and s.used_at is null and s.expires_at > now()\n  ) as \"planStored!\",\n  coalesce(p.unlocked_at > m.created_at, false) as \"unlocked!\"\nfrom work_manifests m\njoin work_manifest_dirspaces d on d.work_manifest_id = m.id\nleft join pull_requests p on p.repository_id = m.repository_id and p.number = m.pull_number\nwhere m.repository_id = :repositoryId! and d.success is not null\n  and (\n    m.pull_number = any(:pullNumbers!::int[])\n    or (\n      m.pull_number is null and m.type = 'apply' and m.created_at > now() - interval '14 days'\n    )\n  )\norder by m.created_at, m.id, d.dir, d.workspace"};

/**
 * Query generated from SQL:
 * ```
 * -- And what drift runs have applied, as long as it can matter to a stored plan.
 * select
 *   d.dir, d.workspace, m.id as "runId", m.pull_number as "pullNumber", m.type,
 *   d.success as "success!", coalesce(d.has_changes, true) as "hasChanges!",
 *   m.base_sha as "baseSha", m.head_sha as "headSha", m.base_tip as "baseTip",
 *   m.created_at as "createdAt",
 *   exists (
 *     select from plans s
 *     where s.work_manifest_id = m.id and s.dir = d.dir and s.workspace = d.workspace
 *       and s.sealed is not null and s.used_at is null and s.expires_at > now()
 *   ) as "planStored!",
 *   coalesce(p.unlocked_at > m.created_at, false) as "unlocked!"
 * from work_manifests m
 * join work_manifest_dirspaces d on d.work_manifest_id = m.id
 * left join pull_requests p on p.repository_id = m.repository_id and p.number = m.pull_number
 * where m.repository_id = :repositoryId! and d.success is not null
 *   and (
 *     m.pull_number = any(:pullNumbers!::int[])
 *     or (
 *       m.pull_number is null and m.type = 'apply' and m.created_at > now() - interval '14 days'
 *     )
 *   )
 * order by m.created_at, m.id, d.dir, d.workspace
 * ```
 */
export const resultsOfPulls = new PreparedQuery<ResultsOfPullsParams,ResultsOfPullsResult>(resultsOfPullsIR);


/** 'PlanTips' parameters type */
export interface PlanTipsParams {
  number: number;
  repositoryId: number;
}

/** 'PlanTips' return type */
export interface PlanTipsResult {
  baseTip: string;
}

/** 'PlanTips' query type */
export interface PlanTipsQuery {
  params: PlanTipsParams;
  result: PlanTipsResult;
}

const planTipsIR: any = {"usedParamSet":{"repositoryId":true,"number":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":417,"b":430}]},{"name":"number","required":true,"transform":{"type":"scalar"},"locs":[{"a":452,"b":459}]}],"statement":"-- From which commits of the destination branch the plans began that an apply may come to use: those of\n-- the head that was looked at last. A newer one has no plans yet.\nselect distinct m.base_tip as \"baseTip!\"\nfrom work_manifests m\njoin plans s on s.work_manifest_id = m.id\njoin pull_requests p\n  on p.repository_id = m.repository_id and p.number = m.pull_number and p.head_sha = m.head_sha\nwhere m.repository_id = :repositoryId! and m.pull_number = :number! and m.base_tip is not null\n  and s.sealed is not null and s.used_at is null and s.expires_at > now()"};

/**
 * Query generated from SQL:
 * ```
 * -- From which commits of the destination branch the plans began that an apply may come to use: those of
 * -- the head that was looked at last. A newer one has no plans yet.
 * select distinct m.base_tip as "baseTip!"
 * from work_manifests m
 * join plans s on s.work_manifest_id = m.id
 * join pull_requests p
 *   on p.repository_id = m.repository_id and p.number = m.pull_number and p.head_sha = m.head_sha
 * where m.repository_id = :repositoryId! and m.pull_number = :number! and m.base_tip is not null
 *   and s.sealed is not null and s.used_at is null and s.expires_at > now()
 * ```
 */
export const planTips = new PreparedQuery<PlanTipsParams,PlanTipsResult>(planTipsIR);


/** 'ChecksOfPull' parameters type */
export interface ChecksOfPullParams {
  headSha: string;
  number: number;
  repositoryId: number;
}

/** 'ChecksOfPull' return type */
export interface ChecksOfPullResult {
  context: string;
  description: string;
  dir: string | null;
  sha: string;
  state: string;
  workspace: string | null;
}

/** 'ChecksOfPull' query type */
export interface ChecksOfPullQuery {
  params: ChecksOfPullParams;
  result: ChecksOfPullResult;
}

const checksOfPullIR: any = {"usedParamSet":{"repositoryId":true,"number":true,"headSha":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":90,"b":103}]},{"name":"number","required":true,"transform":{"type":"scalar"},"locs":[{"a":123,"b":130}]},{"name":"headSha","required":true,"transform":{"type":"scalar"},"locs":[{"a":145,"b":153}]}],"statement":"select sha, context, state, description, dir, workspace\nfrom checks\nwhere repository_id = :repositoryId! and pull_number = :number!\n  and (sha = :headSha! or state = 'pending')\norder by sha, context"};

/**
 * Query generated from SQL:
 * ```
 * select sha, context, state, description, dir, workspace
 * from checks
 * where repository_id = :repositoryId! and pull_number = :number!
 *   and (sha = :headSha! or state = 'pending')
 * order by sha, context
 * ```
 */
export const checksOfPull = new PreparedQuery<ChecksOfPullParams,ChecksOfPullResult>(checksOfPullIR);


/** 'GatesOfPull' parameters type */
export interface GatesOfPullParams {
  number: number;
  repositoryId: number;
}

/** 'GatesOfPull' return type */
export interface GatesOfPullResult {
  gates: Json;
  runId: string;
}

/** 'GatesOfPull' query type */
export interface GatesOfPullQuery {
  params: GatesOfPullParams;
  result: GatesOfPullResult;
}

const gatesOfPullIR: any = {"usedParamSet":{"repositoryId":true,"number":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":82,"b":95}]},{"name":"number","required":true,"transform":{"type":"scalar"},"locs":[{"a":115,"b":122}]}],"statement":"select id as \"runId\", gates as \"gates!\" from work_manifests\nwhere repository_id = :repositoryId! and pull_number = :number! and type = 'plan' and gates is not null\norder by created_at, id"};

/**
 * Query generated from SQL:
 * ```
 * select id as "runId", gates as "gates!" from work_manifests
 * where repository_id = :repositoryId! and pull_number = :number! and type = 'plan' and gates is not null
 * order by created_at, id
 * ```
 */
export const gatesOfPull = new PreparedQuery<GatesOfPullParams,GatesOfPullResult>(gatesOfPullIR);


/** 'GateApprovalsOfPull' parameters type */
export interface GateApprovalsOfPullParams {
  number: number;
  repositoryId: number;
}

/** 'GateApprovalsOfPull' return type */
export interface GateApprovalsOfPullResult {
  headSha: string;
  login: string;
  token: string;
}

/** 'GateApprovalsOfPull' query type */
export interface GateApprovalsOfPullQuery {
  params: GateApprovalsOfPullParams;
  result: GateApprovalsOfPullResult;
}

const gateApprovalsOfPullIR: any = {"usedParamSet":{"repositoryId":true,"number":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":85,"b":98}]},{"name":"number","required":true,"transform":{"type":"scalar"},"locs":[{"a":118,"b":125}]}],"statement":"select head_sha as \"headSha\", token, login from gate_approvals\nwhere repository_id = :repositoryId! and pull_number = :number!\norder by approved_at, token, login"};

/**
 * Query generated from SQL:
 * ```
 * select head_sha as "headSha", token, login from gate_approvals
 * where repository_id = :repositoryId! and pull_number = :number!
 * order by approved_at, token, login
 * ```
 */
export const gateApprovalsOfPull = new PreparedQuery<GateApprovalsOfPullParams,GateApprovalsOfPullResult>(gateApprovalsOfPullIR);


/** 'FindPull' parameters type */
export interface FindPullParams {
  number: number;
  repositoryId: number;
}

/** 'FindPull' return type */
export interface FindPullResult {
  number: number;
}

/** 'FindPull' query type */
export interface FindPullQuery {
  params: FindPullParams;
  result: FindPullResult;
}

const findPullIR: any = {"usedParamSet":{"repositoryId":true,"number":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":55,"b":68}]},{"name":"number","required":true,"transform":{"type":"scalar"},"locs":[{"a":83,"b":90}]}],"statement":"select number from pull_requests where repository_id = :repositoryId! and number = :number!"};

/**
 * Query generated from SQL:
 * ```
 * select number from pull_requests where repository_id = :repositoryId! and number = :number!
 * ```
 */
export const findPull = new PreparedQuery<FindPullParams,FindPullResult>(findPullIR);


