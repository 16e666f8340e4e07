import { type Config, configSchema } from './config.ts';
import type { ConfigPath } from './config-error.ts';
import type { HookStep, WorkflowStep } from './step.ts';

/** A key that would do something else than it says, or weaken a rule, if it were ignored. */
export type NotYet = { readonly path: ConfigPath; readonly what: string };

/** Steps and engines that the runner carries out. */
const STEPS = new Set(['init', 'plan', 'apply', 'run']);
/** Steps that do nothing outside of drift runs, which there are none of. */
const IDLE_HOOKS = new Set(['drift_create_issue']);
const ENGINES = new Set(['terraform', 'tofu']);

/** What a configuration asks for that this version does not carry out. */
export function notYet(config: Config): readonly NotYet[] {
  return [
    ...accessControl(config),
    ...builders(config),
    ...directories(config),
    ...workflows(config),
    ...hooks(config),
    ...engines(config),
    ...completedReviews(config),
    ...when(config.drift?.enabled === true, ['drift', 'enabled'], 'drift detection'),
    ...when(Object.keys(config.stacks.names).length > 0, ['stacks', 'names'], 'stacks'),
    ...when(
      config.when_modified.depends_on !== undefined,
      ['when_modified', 'depends_on'],
      'dependencies',
    ),
    ...when(
      (config.storage.plans?.method ?? 'terrateam') !== 'terrateam',
      ['storage', 'plans', 'method'],
      'plan storage of your own',
    ),
    ...when(
      config.integrations.resourcely?.enabled === true,
      ['integrations', 'resourcely', 'enabled'],
      'Resourcely',
    ),
  ];
}

function when(holds: boolean, path: ConfigPath, what: string): readonly NotYet[] {
  return holds ? [{ path, what }] : [];
}

/** Off is fine, and so is saying the defaults; every other rule here would be one not enforced. */
function accessControl({ access_control: given }: Config): readonly NotYet[] {
  if (!given.enabled) return [];
  const standard = configSchema.parse({}).access_control;
  const keys = [
    'policies',
    'ci_config_update',
    'terrateam_config_update',
    'files',
    'unlock',
  ] as const;
  return keys.flatMap((key) =>
    when(
      JSON.stringify(given[key]) !== JSON.stringify(standard[key]),
      ['access_control', key],
      'access control',
    ),
  );
}

function builders(config: Config): readonly NotYet[] {
  return [
    ...when(config.config_builder.enabled, ['config_builder', 'enabled'], 'the config builder'),
    ...when(config.tree_builder.enabled, ['tree_builder', 'enabled'], 'the tree builder'),
    ...when(config.indexer.enabled, ['indexer', 'enabled'], 'the indexer'),
  ];
}

function directories(config: Config): readonly NotYet[] {
  return Object.entries(config.dirs).flatMap(([dir, definition]) => [
    ...when(definition.stacks !== undefined, ['dirs', dir, 'stacks'], 'stacks of a directory'),
    ...when(
      definition.when_modified.depends_on !== undefined,
      ['dirs', dir, 'when_modified', 'depends_on'],
      'dependencies',
    ),
    ...Object.entries(definition.workspaces ?? {}).flatMap(([name, workspace]) =>
      when(
        workspace.when_modified.depends_on !== undefined,
        ['dirs', dir, 'workspaces', name, 'when_modified', 'depends_on'],
        'dependencies',
      ),
    ),
  ]);
}

function workflows(config: Config): readonly NotYet[] {
  return config.workflows.flatMap((workflow, i) => [
    ...steps(workflow.plan ?? [], ['workflows', i, 'plan']),
    ...steps(workflow.apply ?? [], ['workflows', i, 'apply']),
    ...when(workflow.terragrunt === true, ['workflows', i, 'terragrunt'], 'Terragrunt'),
    ...when(workflow.cdktf === true, ['workflows', i, 'cdktf'], 'CDKTF'),
    ...when(
      workflow.environment?.includes('${') === true,
      ['workflows', i, 'environment'],
      'variables in an environment',
    ),
    ...when(
      workflow.integrations?.resourcely?.enabled === true,
      ['workflows', i, 'integrations', 'resourcely', 'enabled'],
      'Resourcely',
    ),
  ]);
}

function hooks(config: Config): readonly NotYet[] {
  return (['all', 'plan', 'apply'] as const).flatMap((operation) =>
    (['pre', 'post'] as const).flatMap((moment) =>
      steps(config.hooks[operation][moment], ['hooks', operation, moment]),
    ),
  );
}

function steps(given: readonly (WorkflowStep | HookStep)[], path: ConfigPath): readonly NotYet[] {
  return given.flatMap((step, i) => [
    ...when(
      !STEPS.has(step.type) && !IDLE_HOOKS.has(step.type),
      [...path, i, 'type'],
      `the step ${step.type}`,
    ),
    ...when(
      step.type === 'run' && (step.on_error ?? []).length > 0,
      [...path, i, 'on_error'],
      'gates',
    ),
    ...when('gate' in step && step.gate !== undefined, [...path, i, 'gate'], 'gates'),
  ]);
}

function engines(config: Config): readonly NotYet[] {
  const given = [
    { engine: config.engine, path: ['engine'] },
    ...config.workflows.map(({ engine }, i) => ({ engine, path: ['workflows', i, 'engine'] })),
  ];
  return given.flatMap(({ engine, path }) => {
    if (engine === undefined || engine.name === undefined) return [];
    const name = String(engine.name);
    return when(!ENGINES.has(name), [...path, 'name'], `the engine ${name}`);
  });
}

function completedReviews(config: Config): readonly NotYet[] {
  return config.apply_requirements.checks.flatMap(({ approved }, i) =>
    when(
      approved.require_completed_reviews,
      ['apply_requirements', 'checks', i, 'approved', 'require_completed_reviews'],
      'completed reviews',
    ),
  );
}
