import type { Config } from './config.ts';
import type { ConfigPath } from './config-error.ts';
import type { HookStep, WorkflowStep } from './schema/step.ts';

/** A key that would do something else than it says, or weaken a rule, if it were ignored. */
export type NotYet = { readonly path: ConfigPath; readonly what: string };

/** A part of the language that this version does not carry out. */
type Gap = {
  /** Where it stands in a file, as the documentation writes it. */
  readonly key: string;
  readonly what: string;
  /** Where a configuration asks for it. */
  readonly asked: (config: Config) => readonly ConfigPath[];
};

/** What a configuration asks for that this version does not carry out. */
export function notYet(config: Config): readonly NotYet[] {
  return GAPS.flatMap(({ what, asked }) => asked(config).map((path) => ({ path, what })));
}

/** Everything of the language that this version does not carry out; the documentation lists it. */
export const GAPS: readonly Gap[] = [
  {
    key: 'the hook `drift_create_issue` where `drift.enabled` is true',
    what: 'issues about drift',
    asked: (config) =>
      stepsOf(config).flatMap(({ step, path }) =>
        when(config.drift?.enabled === true && step.type === 'drift_create_issue', [
          ...path,
          'type',
        ]),
      ),
  },
  {
    key: '`storage.plans.method` other than `terrateam`',
    what: 'plan storage of your own',
    asked: ({ storage }) =>
      when((storage.plans?.method ?? 'terrateam') !== 'terrateam', ['storage', 'plans', 'method']),
  },
  {
    key: '`integrations.resourcely.enabled`, also in a workflow',
    what: 'Resourcely',
    asked: ({ integrations, workflows }) =>
      [{ integrations, path: [] }, ...workflows.map(inWorkflow)].flatMap((one) =>
        when(one.integrations?.resourcely?.enabled === true, [
          ...one.path,
          ...['integrations', 'resourcely', 'enabled'],
        ]),
      ),
  },
  {
    key: '`workflows[].terragrunt`',
    what: 'Terragrunt',
    asked: ({ workflows }) =>
      workflows.flatMap((workflow, i) =>
        when(workflow.terragrunt === true, ['workflows', i, 'terragrunt']),
      ),
  },
  {
    key: '`workflows[].cdktf`',
    what: 'CDKTF',
    asked: ({ workflows }) =>
      workflows.flatMap((workflow, i) => when(workflow.cdktf === true, ['workflows', i, 'cdktf'])),
  },
  ...['terragrunt', 'cdktf', 'pulumi', 'stategraph', 'fly', 'custom'].map((name) => ({
    key: '`engine.name`, also in a workflow',
    what: `the engine ${name}`,
    asked: (config: Config) =>
      enginesOf(config).flatMap(({ engine, path }) =>
        when(engine?.name === name, [...path, 'name']),
      ),
  })),
  ...['env', 'oidc', 'checkov', 'conftest', 'opa', 'gates', 'slack'].map((type) => ({
    key: '`type` of a step',
    what: `the step ${type}`,
    asked: (config: Config) =>
      stepsOf(config).flatMap(({ step, path }) => when(step.type === type, [...path, 'type'])),
  })),
  {
    key: '`gate` of a step, `on_error` of a `run` step',
    what: 'gates',
    asked: (config) =>
      stepsOf(config).flatMap(({ step, path }) => [
        ...when('gate' in step && step.gate !== undefined, [...path, 'gate']),
        ...when(step.type === 'run' && (step.on_error ?? []).length > 0, [...path, 'on_error']),
      ]),
  },
  {
    key: '`apply_requirements.checks[].approved.require_completed_reviews`',
    what: 'completed reviews',
    asked: ({ apply_requirements }) =>
      apply_requirements.checks.flatMap(({ approved }, i) =>
        when(approved.require_completed_reviews, [
          'apply_requirements',
          'checks',
          i,
          'approved',
          'require_completed_reviews',
        ]),
      ),
  },
];

function when(holds: boolean, path: ConfigPath): readonly ConfigPath[] {
  return holds ? [path] : [];
}

function inWorkflow(workflow: Config['workflows'][number], i: number) {
  return { ...workflow, path: ['workflows', i] };
}

function enginesOf({ engine, workflows }: Config) {
  return [
    { engine, path: ['engine'] },
    ...workflows.map((workflow, i) => ({
      engine: workflow.engine,
      path: ['workflows', i, 'engine'],
    })),
  ];
}

type PlacedStep = { readonly step: WorkflowStep | HookStep; readonly path: ConfigPath };

function stepsOf({ workflows, hooks }: Config): readonly PlacedStep[] {
  const placed = (steps: readonly (WorkflowStep | HookStep)[], ...path: ConfigPath) =>
    steps.map((step, i) => ({ step, path: [...path, i] }));
  return [
    ...workflows.flatMap(({ plan = [], apply = [] }, i) => [
      ...placed(plan, 'workflows', i, 'plan'),
      ...placed(apply, 'workflows', i, 'apply'),
    ]),
    ...(['all', 'plan', 'apply'] as const).flatMap((operation) =>
      (['pre', 'post'] as const).flatMap((moment) =>
        placed(hooks[operation][moment], 'hooks', operation, moment),
      ),
    ),
  ];
}
