import { z } from 'zod';
import { engine } from './engine.ts';
import { hookStep, workflowStep } from './step.ts';

const strings = z.array(z.string());
const flag = (fallback: boolean) => z.boolean().default(fallback);

const dependsOn = z.union([
  z.string(),
  z.strictObject({ tag_query: z.string(), prune_on_no_change: z.boolean().optional() }),
]);

/** When a change touches a dirspace, and what happens then. Absent keys inherit. */
const whenModified = z.strictObject({
  autoapply: z.boolean().optional(),
  autoplan: z.boolean().optional(),
  autoplan_draft_pr: z.boolean().optional(),
  depends_on: dependsOn.optional(),
  file_patterns: strings.optional(),
});
export type WhenModified = z.infer<typeof whenModified>;

const workspaces = z.record(
  z.string(),
  z.strictObject({ tags: strings.default([]), when_modified: whenModified.default({}) }),
);

const dir = z.strictObject({
  create_and_select_workspace: z.boolean().optional(),
  create_if_missing: flag(false),
  lock_branch_target: z.enum(['all', 'dest_branch']).default('all'),
  stacks: workspaces.optional(),
  tags: strings.default([]),
  when_modified: whenModified.default({}),
  workspaces: workspaces.optional(),
});
export type DirConfig = z.infer<typeof dir>;

const integrations = z.strictObject({
  resourcely: z.strictObject({ enabled: z.boolean(), extra_args: strings.optional() }).optional(),
});

const workflow = z.strictObject({
  tag_query: z.string(),
  plan: z.array(workflowStep).optional(),
  apply: z.array(workflowStep).optional(),
  engine: engine.optional(),
  environment: z.string().optional(),
  /** Any JSON: a label, labels, or a runner group, as the workflow file reads it. */
  runs_on: z.unknown().optional(),
  lock_policy: z.enum(['strict', 'apply', 'merge', 'none']).default('strict'),
  integrations: integrations.optional(),
  terragrunt: z.boolean().optional(),
  cdktf: z.boolean().optional(),
  terraform_version: z.string().optional(),
});

const hook = z.strictObject({
  pre: z.array(hookStep).default([]),
  post: z.array(hookStep).default([]),
});

const approved = z.strictObject({
  enabled: flag(false),
  all_of: strings.default([]),
  any_of: strings.default([]),
  any_of_count: z.int().default(1),
  require_completed_reviews: flag(false),
});
const mergeConflicts = z.strictObject({ enabled: flag(true) });
const statusChecks = z.strictObject({ enabled: flag(true), ignore_matching: strings.default([]) });

const applyCheck = z.strictObject({
  tag_query: z.string(),
  approved: approved.prefault({}),
  merge_conflicts: mergeConflicts.prefault({}),
  status_checks: statusChecks.prefault({}),
  apply_after_merge: z.strictObject({ enabled: flag(false) }).prefault({}),
  require_ready_for_review_pr: flag(true),
});
/** What must hold before the dirspaces that `tag_query` matches may be applied. */
export type ApplyCheck = z.infer<typeof applyCheck>;

/** The older form: one object for every dirspace. */
const applyChecksForAll = z.strictObject({
  approved: z
    .union([approved, z.strictObject({ enabled: flag(false), count: z.int().default(1) })])
    .prefault({}),
  merge_conflicts: mergeConflicts.prefault({}),
  status_checks: statusChecks.prefault({}),
});

const applyChecks = z
  .union([z.array(applyCheck), applyChecksForAll])
  .prefault({})
  .transform((checks): ApplyCheck[] => {
    if (Array.isArray(checks)) return checks;
    const { approved: given, ...rest } = checks;
    const count = 'count' in given ? { enabled: given.enabled, any_of_count: given.count } : given;
    return [applyCheck.parse({ tag_query: '', approved: count, ...rest })];
  });

const accessList = strings.default(['*']);
const accessPolicy = z.strictObject({
  tag_query: z.string(),
  plan: accessList,
  apply: accessList,
  apply_autoapprove: strings.default([]),
  apply_force: strings.default([]),
  apply_with_superapproval: strings.default([]),
  superapproval: strings.default([]),
});

const accessControl = z.strictObject({
  enabled: flag(true),
  policies: z.array(accessPolicy).default([accessPolicy.parse({ tag_query: '' })]),
  apply_require_all_dirspace_access: flag(true),
  plan_require_all_dirspace_access: flag(false),
  ci_config_update: accessList,
  terrateam_config_update: accessList,
  files: z.record(z.string(), strings).default({}),
  unlock: accessList,
});

const schedule = z.enum(['hourly', 'daily', 'weekly', 'monthly']);
const driftSchedule = z.strictObject({
  schedule,
  tag_query: z.string(),
  reconcile: flag(false),
  window: z.strictObject({ start: z.string(), end: z.string() }).optional(),
});
const drift = z.union([
  z.strictObject({ enabled: flag(false), schedules: z.record(z.string(), driftSchedule) }),
  z.strictObject({
    enabled: flag(false),
    schedule,
    reconcile: flag(false),
    tag_query: z.string().optional(),
  }),
]);

const stackRules = z.strictObject({
  apply_after: strings.optional(),
  auto_apply: z.boolean().optional(),
  modified_by: strings.optional(),
  plan_after: strings.optional(),
});
const stackExtras = {
  rules: stackRules.optional(),
  variables: z.record(z.string(), z.string()).optional(),
};
const stack = z.union([
  z.strictObject({ tag_query: z.string(), ...stackExtras }),
  z.strictObject({ stacks: strings, ...stackExtras }),
]);

const planStorage = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('terrateam') }),
  z.strictObject({
    method: z.literal('cmd'),
    store: strings,
    fetch: strings,
    delete: strings.optional(),
  }),
  z.strictObject({
    method: z.literal('s3'),
    bucket: z.string(),
    region: z.string(),
    path: z.string().optional(),
    access_key_id: z.string().optional(),
    secret_access_key: z.string().optional(),
    delete_used_plans: flag(true),
    store_extra_args: strings.optional(),
    fetch_extra_args: strings.optional(),
    delete_extra_args: strings.optional(),
  }),
]);

const atLeastOne = (fallback: number) =>
  z
    .int()
    .default(fallback)
    .transform((n) => Math.max(1, n));

const branchTags = z.record(z.string(), z.string()).default({});

/** `.terrateam/config.yml`, whole. A file without content means every default. */
export const configSchema = z.strictObject({
  version: z.literal('1').default('1'),
  enabled: flag(true),
  access_control: accessControl.prefault({}),
  apply_requirements: z
    .strictObject({
      checks: applyChecks,
      /** Absent and true complete the checks of a change without Terraform; false leaves them out. */
      create_completed_apply_check_on_noop: z.boolean().optional(),
      create_pending_apply_check: flag(true),
    })
    .prefault({}),
  automerge: z
    .strictObject({
      enabled: flag(false),
      delete_branch: flag(false),
      merge_strategy: z.enum(['auto', 'merge', 'rebase', 'squash']).default('auto'),
      require_explicit_apply: flag(false),
      retain_pr_title: flag(false),
    })
    .prefault({}),
  batch_runs: z
    .strictObject({ enabled: flag(false), max_workspaces_per_batch: atLeastOne(1) })
    .prefault({}),
  checkout_strategy: z.enum(['merge', 'checkout']).default('merge'),
  config_builder: z
    .strictObject({ enabled: flag(false), script: z.string().optional() })
    .prefault({}),
  cost_estimation: z
    .strictObject({
      enabled: flag(true),
      provider: z.literal('infracost').default('infracost'),
      currency: z.string().default('USD'),
    })
    .prefault({}),
  create_and_select_workspace: flag(true),
  default_branch_overrides: strings.default([
    'access_control',
    'apply_requirements',
    'destination_branches',
  ]),
  default_tf_version: z.string().optional(),
  /** A place for YAML anchors. */
  definitions: z.unknown().optional(),
  destination_branches: z
    .array(
      z.union([
        z.string(),
        z.strictObject({ branch: z.string(), source_branches: strings.optional() }),
      ]),
    )
    .default([]),
  dirs: z.record(z.string(), dir).default({}),
  drift: drift.optional(),
  engine: engine.optional(),
  hooks: z
    .strictObject({ all: hook.prefault({}), plan: hook.prefault({}), apply: hook.prefault({}) })
    .prefault({}),
  indexer: z.strictObject({ enabled: flag(false), build_tag: z.string().optional() }).prefault({}),
  integrations: integrations.default({}),
  notifications: z
    .strictObject({
      policies: z
        .array(
          z.strictObject({
            tag_query: z.string(),
            comment_strategy: z.enum(['append', 'delete', 'minimize']).default('minimize'),
          }),
        )
        .default([]),
      summary: z.strictObject({ enabled: flag(false) }).prefault({}),
    })
    .prefault({}),
  parallel_runs: atLeastOne(3),
  stacks: z.strictObject({ names: z.record(z.string(), stack).default({}) }).prefault({}),
  storage: z.strictObject({ plans: planStorage.optional() }).prefault({}),
  tags: z.strictObject({ branch: branchTags, dest_branch: branchTags }).prefault({}),
  tree_builder: z
    .strictObject({ enabled: flag(false), script: z.string().optional() })
    .prefault({}),
  when_modified: whenModified.default({}),
  workflows: z.array(workflow).default([]),
});

/** A loaded configuration: every default filled in, the older forms brought to the newer. */
export type Config = z.output<typeof configSchema>;
