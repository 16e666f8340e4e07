import { z } from 'zod';

/*
 * Work manifests travel from server to runner. They are tolerant: fields that this version does not
 * know are dropped, so that an older runner works with a newer server.
 */

/** One dirspace as a work manifest names it. `workflow` is an index into `config.workflows`. */
const workManifestDir = z.object({
  path: z.string(),
  workspace: z.string(),
  stack_name: z.string(),
  /** Lower ranks run first and complete before the next begins. */
  rank: z.int(),
  workflow: z.int().nonnegative().optional(),
  /** Variables of the stack, given to steps as environment. */
  variables: z.record(z.string(), z.string()).optional(),
});
export type WorkManifestDir = z.infer<typeof workManifestDir>;

/** What a manifest's `run_kind` is about: for `pr`, the number of the pull request as text. */
const runKindData = z.object({ id: z.string() });

const always = {
  /** Bearer token for the calls that follow initiate. */
  token: z.string(),
  /** Name of the destination branch. */
  base_ref: z.string(),
  /** The repository's configuration as the server derived it. */
  config: z.unknown(),
};

/** Our additions: what to work on. */
const source = {
  /** `owner/name` of the repository that the work is about. A job of another one must not do it. */
  repository: z.string().optional(),
  /** The commit that the work is about. A checkout of another one must not run. */
  head_sha: z.string().optional(),
  /**
   * What to check out instead of what the job was started on. A fork's pull request runs in a job of
   * the destination branch, and its code is fetched by this ref. The ref of the destination branch
   * itself stands for the commit alone: the branch may have moved on since.
   */
  checkout: z.object({ ref: z.string(), sha: z.string() }).optional(),
};

const operation = {
  ...always,
  ...source,
  /** `pr` or `drift`; text, so that a new kind does not stop an older runner. */
  run_kind: z.string(),
  run_kind_data: runKindData.optional(),
  /** The dirspaces that this manifest must run. */
  changed_dirspaces: z.array(workManifestDir),
};

/**
 * Of the manifests that find out about a tree instead of running Terraform in it. With `head_sha` that
 * is the commit's alone; without, the destination branch is merged into it, as for the others.
 */
const build = {
  ...always,
  ...source,
  run_kind: z.string().optional(),
  run_kind_data: runKindData.optional(),
};

const addressed = {
  api_base_url: z.string(),
  installation_id: z.string(),
  result_version: z.int(),
  protocol_version: z.int().optional(),
  capabilities: z.array(z.string()),
};

const planManifest = z.object({
  type: z.literal('plan'),
  ...operation,
  ...addressed,
  /** Every dirspace of the destination branch. */
  base_dirspaces: z.array(workManifestDir),
  /** Every dirspace of the branch. */
  dirspaces: z.array(workManifestDir),
});
export type PlanManifest = z.infer<typeof planManifest>;

const applyManifest = z.object({ type: z.literal('apply'), ...operation, ...addressed });
export type ApplyManifest = z.infer<typeof applyManifest>;

/** An apply without a plan. The fields that other servers leave out are optional. */
const unsafeApplyManifest = z.object({
  type: z.literal('unsafe-apply'),
  ...operation,
  ...z.object(addressed).partial().shape,
});
export type UnsafeApplyManifest = z.infer<typeof unsafeApplyManifest>;

const indexManifest = z.object({
  type: z.literal('index'),
  ...build,
  /** The directories to look at, from the repository's root. */
  dirs: z.array(z.string()),
});

const buildConfigManifest = z.object({ type: z.literal('build-config'), ...build });

const buildTreeManifest = z.object({ type: z.literal('build-tree'), ...build });

/** Nothing (more) to do for this work token. */
const doneManifest = z.object({ type: z.literal('done') });

/** The answer to initiate. */
export const workManifest = z.discriminatedUnion('type', [
  planManifest,
  applyManifest,
  unsafeApplyManifest,
  indexManifest,
  buildConfigManifest,
  buildTreeManifest,
  doneManifest,
]);
export type WorkManifest = z.infer<typeof workManifest>;

/** The manifests that run workflow steps in dirspaces. */
export type OperationManifest = PlanManifest | ApplyManifest | UnsafeApplyManifest;

/** The manifests that find out about a tree: its modules, its configuration, or what it consists of. */
export type BuildManifest =
  | z.infer<typeof indexManifest>
  | z.infer<typeof buildConfigManifest>
  | z.infer<typeof buildTreeManifest>;
