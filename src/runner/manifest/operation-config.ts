import { z } from 'zod';
import { runFormat, visibleOn } from '../../protocol/step-payload.ts';

/*
 * What the runner reads of a manifest's `config`. The server has checked and completed it, so this is
 * tolerant of every key that the runner does not use.
 */

const env = z.record(z.string(), z.string()).default({});
const runOn = z.enum(['success', 'failure', 'always']).default('success');
const common = { run_on: runOn, ignore_errors: z.boolean().optional() };
const terraform = { ...common, env, extra_args: z.array(z.string()).default([]) };

const retry = z.object({
  enabled: z.boolean().default(false),
  tries: z.int().default(3),
  /** Seconds. */
  initial_sleep: z.number().default(5),
  backoff: z.number().default(1.5),
});

const knownStep = z.discriminatedUnion('type', [
  z.object({ type: z.literal('init'), ...terraform }),
  z.object({ type: z.literal('plan'), ...terraform }),
  z.object({ type: z.literal('apply'), ...terraform, retry: retry.optional() }),
  z.object({
    type: z.literal('run'),
    ...common,
    env,
    cmd: z.array(z.string()).min(1),
    capture_output: z.boolean().default(true),
    visible_on: visibleOn.optional(),
    format: runFormat.optional(),
  }),
  /** A step that this runner does not know; `name` is its type in the configuration. */
  z.object({ type: z.literal('unsupported'), name: z.string(), ...common }),
]);
const known = new Set(['init', 'plan', 'apply', 'run']);

const step = z.preprocess((value) => {
  const typed = z.looseObject({ type: z.string() }).safeParse(value);
  if (!typed.success || known.has(typed.data.type)) return value;
  return { ...typed.data, type: 'unsupported', name: typed.data.type };
}, knownStep);
export type Step = z.infer<typeof step>;
export type StepOf<Type extends Step['type']> = Extract<Step, { type: Type }>;

const steps = z.array(step);
const hook = z.object({ pre: steps.nullish(), post: steps.nullish() }).nullish();

const engine = z.object({
  name: z.string().default('terraform'),
  tf_cmd: z.string().optional(),
  override_tf_cmd: z.string().optional(),
  outputs: z.object({ collect: z.boolean().default(true) }).nullish(),
});

export const operationConfig = z.object({
  hooks: z.object({ all: hook, plan: hook, apply: hook }).nullish(),
  workflows: z
    .array(z.object({ plan: steps.nullish(), apply: steps.nullish(), engine: engine.nullish() }))
    .nullish(),
  engine: engine.nullish(),
  parallel_runs: z.int().positive().default(3),
  create_and_select_workspace: z.boolean().default(true),
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

/** The steps of a dirspace: of the workflow at `index`, or the default ones. */
export function workflowSteps(
  config: OperationConfig,
  index: number | undefined,
  operation: 'plan' | 'apply',
): Step[] {
  const workflow = index === undefined ? undefined : config.workflows?.[index];
  return workflow?.[operation] ?? defaultSteps(operation);
}

/** Hooks in the order they run: those of every operation, then those of this one. */
export function hookSteps(
  config: OperationConfig,
  operation: 'plan' | 'apply',
  when: 'pre' | 'post',
): Step[] {
  return [...(config.hooks?.all?.[when] ?? []), ...(config.hooks?.[operation]?.[when] ?? [])];
}

/** A Terraform-like engine, or one that this runner does not run. */
export type Engine =
  | { kind: 'tf'; name: string; command: string; collectOutputs: boolean }
  | { kind: 'unsupported'; name: string };

/** The engine of a dirspace: of its workflow, else of the repository, else terraform. */
export function engineOf(config: OperationConfig, index: number | undefined): Engine {
  const workflow = index === undefined ? undefined : config.workflows?.[index];
  const chosen = workflow?.engine ?? config.engine;
  const name = chosen?.name ?? 'terraform';
  if (name !== 'terraform' && name !== 'tofu') return { kind: 'unsupported', name };
  return {
    kind: 'tf',
    name,
    command: chosen?.override_tf_cmd ?? chosen?.tf_cmd ?? name,
    collectOutputs: chosen?.outputs?.collect ?? true,
  };
}

/** The name of a step in results. */
export function stepName(step: Step): string {
  if (step.type === 'run') return 'run';
  if (step.type !== 'unsupported') return `tf/${step.type}`;
  return otherNames[step.name] ?? step.name;
}

const otherNames: Record<string, string> = {
  oidc: 'auth/oidc',
  checkov: 'tf/checkov',
  conftest: 'tf/conftest',
  opa: 'tf/opa',
  drift_create_issue: 'tf/drift-create-issue',
};
