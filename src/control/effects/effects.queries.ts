/** Types generated for queries found in "src/control/effects/effects.sql" */
import { PreparedQuery } from '@pgtyped/runtime';

export type stringArray = (string)[];

/** 'FindComment' parameters type */
export interface FindCommentParams {
  id: string;
}

/** 'FindComment' return type */
export interface FindCommentResult {
  body: string;
  id: string;
  installationId: number;
  minimizedAt: Date | null;
  name: string;
  outdatedAt: Date | null;
  owner: string;
  postedAt: Date | null;
  pullNumber: number;
  remoteId: number | null;
  remoteNodeId: string | null;
  strategy: string;
}

/** 'FindComment' query type */
export interface FindCommentQuery {
  params: FindCommentParams;
  result: FindCommentResult;
}

const findCommentIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":356,"b":359}]}],"statement":"select\n  c.id, c.pull_number as \"pullNumber\", c.body, c.posted_at as \"postedAt\",\n  c.outdated_at as \"outdatedAt\", c.minimized_at as \"minimizedAt\",\n  c.strategy, c.remote_id as \"remoteId\", c.remote_node_id as \"remoteNodeId\",\n  r.installation_id as \"installationId\", r.owner, r.name\nfrom comments c join repositories r on r.id = c.repository_id\nwhere c.id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * select
 *   c.id, c.pull_number as "pullNumber", c.body, c.posted_at as "postedAt",
 *   c.outdated_at as "outdatedAt", c.minimized_at as "minimizedAt",
 *   c.strategy, c.remote_id as "remoteId", c.remote_node_id as "remoteNodeId",
 *   r.installation_id as "installationId", r.owner, r.name
 * from comments c join repositories r on r.id = c.repository_id
 * where c.id = :id!
 * ```
 */
export const findComment = new PreparedQuery<FindCommentParams,FindCommentResult>(findCommentIR);


/** 'CommentPosted' parameters type */
export interface CommentPostedParams {
  id: string;
  remoteId: number;
  remoteNodeId: string;
}

/** 'CommentPosted' return type */
export type CommentPostedResult = void;

/** 'CommentPosted' query type */
export interface CommentPostedQuery {
  params: CommentPostedParams;
  result: CommentPostedResult;
}

const commentPostedIR: any = {"usedParamSet":{"remoteId":true,"remoteNodeId":true,"id":true},"params":[{"name":"remoteId","required":true,"transform":{"type":"scalar"},"locs":[{"a":51,"b":60}]},{"name":"remoteNodeId","required":true,"transform":{"type":"scalar"},"locs":[{"a":80,"b":93}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":106,"b":109}]}],"statement":"update comments set posted_at = now(), remote_id = :remoteId!, remote_node_id = :remoteNodeId!\nwhere id = :id! and posted_at is null"};

/**
 * Query generated from SQL:
 * ```
 * update comments set posted_at = now(), remote_id = :remoteId!, remote_node_id = :remoteNodeId!
 * where id = :id! and posted_at is null
 * ```
 */
export const commentPosted = new PreparedQuery<CommentPostedParams,CommentPostedResult>(commentPostedIR);


/** 'CommentPutAway' parameters type */
export interface CommentPutAwayParams {
  id: string;
}

/** 'CommentPutAway' return type */
export type CommentPutAwayResult = void;

/** 'CommentPutAway' query type */
export interface CommentPutAwayQuery {
  params: CommentPutAwayParams;
  result: CommentPutAwayResult;
}

const commentPutAwayIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":52,"b":55}]}],"statement":"update comments set minimized_at = now() where id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * update comments set minimized_at = now() where id = :id!
 * ```
 */
export const commentPutAway = new PreparedQuery<CommentPutAwayParams,CommentPutAwayResult>(commentPutAwayIR);


/** 'UnpostedChecks' parameters type */
export interface UnpostedChecksParams {
  repositoryId: number;
  sha: string;
}

/** 'UnpostedChecks' return type */
export interface UnpostedChecksResult {
  context: string;
  description: string;
  state: string;
  targetUrl: string | null;
  version: number;
}

/** 'UnpostedChecks' query type */
export interface UnpostedChecksQuery {
  params: UnpostedChecksParams;
  result: UnpostedChecksResult;
}

const unpostedChecksIR: any = {"usedParamSet":{"repositoryId":true,"sha":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":119,"b":132}]},{"name":"sha","required":true,"transform":{"type":"scalar"},"locs":[{"a":146,"b":150}]}],"statement":"select c.context, c.state, c.description, c.target_url as \"targetUrl\", c.version\nfrom checks c\nwhere c.repository_id = :repositoryId! and c.sha = :sha!\n  and c.version > c.posted_version and c.refused is null\norder by c.context"};

/**
 * Query generated from SQL:
 * ```
 * select c.context, c.state, c.description, c.target_url as "targetUrl", c.version
 * from checks c
 * where c.repository_id = :repositoryId! and c.sha = :sha!
 *   and c.version > c.posted_version and c.refused is null
 * order by c.context
 * ```
 */
export const unpostedChecks = new PreparedQuery<UnpostedChecksParams,UnpostedChecksResult>(unpostedChecksIR);


/** 'CheckPosted' parameters type */
export interface CheckPostedParams {
  context: string;
  repositoryId: number;
  sha: string;
  version: number;
}

/** 'CheckPosted' return type */
export type CheckPostedResult = void;

/** 'CheckPosted' query type */
export interface CheckPostedQuery {
  params: CheckPostedParams;
  result: CheckPostedResult;
}

const checkPostedIR: any = {"usedParamSet":{"version":true,"repositoryId":true,"sha":true,"context":true},"params":[{"name":"version","required":true,"transform":{"type":"scalar"},"locs":[{"a":35,"b":43},{"a":145,"b":153}]},{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":67,"b":80}]},{"name":"sha","required":true,"transform":{"type":"scalar"},"locs":[{"a":92,"b":96}]},{"name":"context","required":true,"transform":{"type":"scalar"},"locs":[{"a":112,"b":120}]}],"statement":"update checks set posted_version = :version!\nwhere repository_id = :repositoryId! and sha = :sha! and context = :context!\n  and posted_version < :version!"};

/**
 * Query generated from SQL:
 * ```
 * update checks set posted_version = :version!
 * where repository_id = :repositoryId! and sha = :sha! and context = :context!
 *   and posted_version < :version!
 * ```
 */
export const checkPosted = new PreparedQuery<CheckPostedParams,CheckPostedResult>(checkPostedIR);


/** 'AttemptDispatch' parameters type */
export interface AttemptDispatchParams {
  id: string;
}

/** 'AttemptDispatch' return type */
export interface AttemptDispatchResult {
  attemptedBefore: Date | null;
}

/** 'AttemptDispatch' query type */
export interface AttemptDispatchQuery {
  params: AttemptDispatchParams;
  result: AttemptDispatchResult;
}

const attemptDispatchIR: any = {"usedParamSet":{"id":true},"params":[{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":235,"b":238}]}],"statement":"-- Before the forge is asked: a try that finds it set looks for what an earlier one has started.\nupdate work_manifests m set dispatch_attempted_at = now()\nfrom (select id, dispatch_attempted_at as before from work_manifests where id = :id! for update) earlier\nwhere m.id = earlier.id and m.state = 'queued'\nreturning earlier.before as \"attemptedBefore\""};

/**
 * Query generated from SQL:
 * ```
 * -- Before the forge is asked: a try that finds it set looks for what an earlier one has started.
 * update work_manifests m set dispatch_attempted_at = now()
 * from (select id, dispatch_attempted_at as before from work_manifests where id = :id! for update) earlier
 * where m.id = earlier.id and m.state = 'queued'
 * returning earlier.before as "attemptedBefore"
 * ```
 */
export const attemptDispatch = new PreparedQuery<AttemptDispatchParams,AttemptDispatchResult>(attemptDispatchIR);


/** 'ClaimedRuns' parameters type */
export interface ClaimedRunsParams {
  repositoryId: number;
  runIds: stringArray;
}

/** 'ClaimedRuns' return type */
export interface ClaimedRunsResult {
  runId: string;
}

/** 'ClaimedRuns' query type */
export interface ClaimedRunsQuery {
  params: ClaimedRunsParams;
  result: ClaimedRunsResult;
}

const claimedRunsIR: any = {"usedParamSet":{"repositoryId":true,"runIds":true},"params":[{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":68,"b":81}]},{"name":"runIds","required":true,"transform":{"type":"scalar"},"locs":[{"a":100,"b":107}]}],"statement":"select run_id as \"runId!\" from work_manifests\nwhere repository_id = :repositoryId! and run_id = any(:runIds!::text[])"};

/**
 * Query generated from SQL:
 * ```
 * select run_id as "runId!" from work_manifests
 * where repository_id = :repositoryId! and run_id = any(:runIds!::text[])
 * ```
 */
export const claimedRuns = new PreparedQuery<ClaimedRunsParams,ClaimedRunsResult>(claimedRunsIR);


/** 'CheckRefused' parameters type */
export interface CheckRefusedParams {
  context: string;
  reason: string;
  repositoryId: number;
  sha: string;
  version: number;
}

/** 'CheckRefused' return type */
export type CheckRefusedResult = void;

/** 'CheckRefused' query type */
export interface CheckRefusedQuery {
  params: CheckRefusedParams;
  result: CheckRefusedResult;
}

const checkRefusedIR: any = {"usedParamSet":{"reason":true,"repositoryId":true,"sha":true,"context":true,"version":true},"params":[{"name":"reason","required":true,"transform":{"type":"scalar"},"locs":[{"a":28,"b":35}]},{"name":"repositoryId","required":true,"transform":{"type":"scalar"},"locs":[{"a":59,"b":72}]},{"name":"sha","required":true,"transform":{"type":"scalar"},"locs":[{"a":84,"b":88}]},{"name":"context","required":true,"transform":{"type":"scalar"},"locs":[{"a":104,"b":112}]},{"name":"version","required":true,"transform":{"type":"scalar"},"locs":[{"a":128,"b":136}]}],"statement":"update checks set refused = :reason!\nwhere repository_id = :repositoryId! and sha = :sha! and context = :context! and version = :version!"};

/**
 * Query generated from SQL:
 * ```
 * update checks set refused = :reason!
 * where repository_id = :repositoryId! and sha = :sha! and context = :context! and version = :version!
 * ```
 */
export const checkRefused = new PreparedQuery<CheckRefusedParams,CheckRefusedResult>(checkRefusedIR);


/** 'CommentRefused' parameters type */
export interface CommentRefusedParams {
  id: string;
  reason: string;
}

/** 'CommentRefused' return type */
export type CommentRefusedResult = void;

/** 'CommentRefused' query type */
export interface CommentRefusedQuery {
  params: CommentRefusedParams;
  result: CommentRefusedResult;
}

const commentRefusedIR: any = {"usedParamSet":{"reason":true,"id":true},"params":[{"name":"reason","required":true,"transform":{"type":"scalar"},"locs":[{"a":30,"b":37}]},{"name":"id","required":true,"transform":{"type":"scalar"},"locs":[{"a":50,"b":53}]}],"statement":"update comments set refused = :reason! where id = :id!"};

/**
 * Query generated from SQL:
 * ```
 * update comments set refused = :reason! where id = :id!
 * ```
 */
export const commentRefused = new PreparedQuery<CommentRefusedParams,CommentRefusedResult>(commentRefusedIR);


