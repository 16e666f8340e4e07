import { z } from 'zod';
import { runFormat, visibleOn } from '../../protocol/step-payload.ts';

/*
 * What the runner reads of a manifest's `config`. The server has checked and completed it, so this is
 * tolerant of every key that the runner does not use.
 */

const strings = z.array(z.string()).default([]);
const env = z.record(z.string(), z.string()).default({});
const runOn = z.enum(['success', 'failure', 'always']);
const common = { run_on: runOn.default('success'), ignore_errors: z.boolean().optional() };
const engineStep = { ...common, env, extra_args: strings };
const cmd = z.array(z.string()).min(1);

/** Who has to agree when a step fails, as the configuration says it. */
export const gate = z.object({
  token: z.string().optional(),
  name: z.string().optional(),
  all_of: strings,
  any_of: strings,
  any_of_count: z.int().optional(),
});
export type GateConfig = z.infer<typeof gate>;

const onError = z
  .array(z.unknown())
  .default([])
  .transform((items) => items.flatMap((item) => gateAction.safeParse(item).data ?? []));
const gateAction = z.object({ type: z.literal('gate'), ...gate.shape });

const policy = { ...engineStep, gate: gate.optional(), visible_on: visibleOn.optional() };

const retry = z.object({
  enabled: z.boolean().default(false),
  tries: z.int().default(3),
  /** Seconds. */
  initial_sleep: z.number().default(5),
  backoff: z.number().default(1.5),
});

const sensitive = z.boolean().default(false);
const envStep = z.discriminatedUnion('method', [
  z.object({
    type: z.literal('env'),
    method: z.literal('exec').default('exec'),
    ...common,
    name: z.string().min(1),
    cmd,
    sensitive,
    trim_trailing_newlines: z.boolean().default(true),
  }),
  z.object({ type: z.literal('env'), method: z.literal('source'), ...common, cmd, sensitive }),
]);

const oidcStep = z.discriminatedUnion('provider', [
  z.object({
    type: z.literal('oidc'),
    provider: z.literal('aws').default('aws'),
    ...common,
    role_arn: z.string(),
    assume_role_arn: z.string().optional(),
    assume_role_enabled: z.boolean().default(true),
    audience: z.string().default('sts.amazonaws.com'),
    /** Seconds. */
    duration: z.int().default(3600),
    region: z.string().default('us-east-1'),
    session_name: z.string().default('terrateam'),
  }),
  z.object({
    type: z.literal('oidc'),
    provider: z.literal('gcp'),
    ...common,
    service_account: z.string(),
    workload_identity_provider: z.string(),
    /** Seconds. */
    access_token_lifetime: z.int().default(3600),
    access_token_subject: z.string().optional(),
    audience: z.string().optional(),
  }),
  z.object({
    type: z.literal('oidc'),
    provider: z.literal('azure'),
    ...common,
    client_id: z.string(),
    tenant_id: z.string(),
    subscription_id: z.string().optional(),
    audience: z.string().default('api://AzureADTokenExchange'),
  }),
]);

const knownStep = z.discriminatedUnion('type', [
  z.object({ type: z.literal('init'), ...engineStep }),
  z.object({
    type: z.literal('plan'),
    ...engineStep,
    mode: z.enum(['strict', 'fast-and-loose']).default('strict'),
  }),
  z.object({ type: z.literal('apply'), ...engineStep, retry: retry.optional() }),
  z.object({
    type: z.literal('run'),
    ...common,
    env,
    cmd,
    capture_output: z.boolean().default(true),
    visible_on: visibleOn.optional(),
    format: runFormat.optional(),
    /** The short form of an `on_error` gate. */
    gate: gate.optional(),
    on_error: onError,
  }),
  envStep,
  oidcStep,
  z.object({ type: z.literal('checkov'), ...policy }),
  z.object({ type: z.literal('conftest'), ...policy }),
  z.object({
    type: z.literal('opa'),
    ...policy,
    fail_on: z.enum(['undefined', 'defined']).default('undefined'),
  }),
  z.object({ type: z.literal('gates'), ...common, cmd, env }),
  z.object({ type: z.literal('slack'), ...common, msg: z.string() }),
  z.object({
    type: z.literal('drift_create_issue'),
    ...common,
    run_on: runOn.default('always'),
    group_by: z.enum(['all', 'dirspace']).default('all'),
  }),
  /** Not of the configuration: `integrations.resourcely` adds it to a plan. */
  z.object({ type: z.literal('resourcely'), ...engineStep }),
  /** A step that this runner does not know; `name` is its type in the configuration. */
  z.object({ type: z.literal('unsupported'), name: z.string(), ...common }),
]);
const known = new Set([
  ...['init', 'plan', 'apply', 'run', 'env', 'oidc', 'checkov', 'conftest', 'opa', 'gates'],
  ...['slack', 'drift_create_issue'],
]);

const step = z.preprocess((value) => {
  // The language lets this one hook do without its type.
  const typed = z.looseObject({ type: z.string().default('drift_create_issue') }).safeParse(value);
  if (!typed.success) return value;
  const { type } = typed.data;
  return known.has(type) ? typed.data : { ...typed.data, type: 'unsupported', name: type };
}, knownStep);
export type Step = z.infer<typeof step>;
export type StepOf<Type extends Step['type']> = Extract<Step, { type: Type }>;

const steps = z.array(step);
const hook = z.object({ pre: steps.nullish(), post: steps.nullish() }).nullish();

// The language lets any map through as an engine: a key of another form must not stop the others.
const text = z.string().optional().catch(undefined);
const words = z.array(z.string()).min(1);
const argv = words.optional().catch(undefined);
/** What any engine's configuration may say; which engine reads what: orchestration section 6. */
const engine = z.looseObject({
  name: z.string().catch(''),
  version: text,
  tf_cmd: text,
  tf_version: text,
  override_tf_cmd: text,
  /** Whether they are collected, or (custom) the command that prints them. */
  outputs: z
    .union([words, z.object({ collect: z.boolean().default(true) })])
    .optional()
    .catch(undefined),
  config_file: text,
  init: argv,
  plan: argv,
  diff: argv,
  diff_json: argv,
  apply: argv,
  unsafe_apply: argv,
});
export type EngineConfig = z.infer<typeof engine>;

const integrations = z
  .object({
    resourcely: z.object({ enabled: z.boolean(), extra_args: strings }).nullish(),
  })
  .nullish();

export const operationConfig = z.object({
  hooks: z.object({ all: hook, plan: hook, apply: hook }).nullish(),
  workflows: z
    .array(
      z.object({
        plan: steps.nullish(),
        apply: steps.nullish(),
        engine: engine.nullish(),
        integrations,
      }),
    )
    .nullish(),
  engine: engine.nullish(),
  integrations,
  parallel_runs: z.int().positive().default(3),
  create_and_select_workspace: z.boolean().default(true),
  cost_estimation: z
    .object({
      enabled: z.boolean().default(true),
      provider: z.string().default('infracost'),
      currency: z.string().default('USD'),
    })
    .nullish(),
  storage: z.object({ plans: z.unknown().optional() }).nullish(),
  dirs: z
    .record(
      z.string(),
      z
        .object({
          create_and_select_workspace: z.boolean().optional(),
          create_if_missing: z.boolean().optional(),
        })
        .nullish(),
    )
    .nullish(),
});
export type OperationConfig = z.infer<typeof operationConfig>;

/** The steps that run where a workflow names none. */
function defaultSteps(operation: 'plan' | 'apply'): Step[] {
  return steps.parse([{ type: 'init' }, { type: operation }]);
}

/**
 * The steps of a dirspace: of the workflow at `index`, or the default ones, and the check of a pull
 * request's plan that an integration adds.
 */
export function workflowSteps(
  config: OperationConfig,
  index: number | undefined,
  operation: 'plan' | 'apply',
  runKind: string,
): Step[] {
  const workflow = index === undefined ? undefined : config.workflows?.[index];
  const own = workflow?.[operation] ?? defaultSteps(operation);
  const resourcely = workflow?.integrations?.resourcely ?? config.integrations?.resourcely;
  if (!resourcely?.enabled || operation !== 'plan' || runKind !== 'pr') return own;
  const { extra_args } = resourcely;
  return [...own, { type: 'resourcely', run_on: 'success', env: {}, extra_args }];
}

/** Hooks in the order they run: those of every operation, then those of this one. */
export function hookSteps(
  config: OperationConfig,
  operation: 'plan' | 'apply',
  when: 'pre' | 'post',
): Step[] {
  return [...hooksOf(config, 'all', when), ...hooksOf(config, operation, when)];
}

export function hooksOf(
  { hooks }: OperationConfig,
  operation: 'all' | 'plan' | 'apply',
  when: 'pre' | 'post',
): Step[] {
  return hooks?.[operation]?.[when] ?? [];
}

/** The engine of a dirspace as configured: of its workflow, else of the repository, else terraform. */
export function engineConfigOf(config: OperationConfig, index: number | undefined): EngineConfig {
  const workflow = index === undefined ? undefined : config.workflows?.[index];
  return workflow?.engine ?? config.engine ?? engine.parse({ name: 'terraform' });
}

/** How the configuration names a step that results call `name`. */
export function configuredName(name: string): string {
  const bare = name.replace(/^(tf|pulumi|custom|fly|stategraph|auth)\//, '');
  return bare === 'drift-create-issue' ? 'drift_create_issue' : bare;
}

/** The name of a step in results; `prefix` is that of the engine where it ran. */
export function stepName(step: Step, prefix: string = 'tf'): string {
  switch (step.type) {
    case 'init':
    case 'plan':
    case 'apply':
      return `${prefix}/${step.type}`;
    case 'checkov':
    case 'conftest':
    case 'opa':
    case 'resourcely':
      return `tf/${step.type}`;
    case 'oidc':
      return 'auth/oidc';
    case 'drift_create_issue':
      return 'tf/drift-create-issue';
    case 'unsupported':
      return step.name;
    default:
      return step.type;
  }
}
