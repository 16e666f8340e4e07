import type { Config } from './config.ts';
import type { Advice } from './dirs-lint.ts';
import type { Dirspace } from './dirspace.ts';

/** Whether the workflow that a dirspace runs by makes plans; one may only look at the code. */
export function isPlanned(
  { workflows }: Pick<Config, 'workflows'>,
  { workflow }: Pick<Dirspace, 'workflow'>,
): boolean {
  return workflow === null || plans(workflows[workflow]?.plan);
}

function plans(steps: Config['workflows'][number]['plan']): boolean {
  return steps === undefined || steps.some(({ type }) => type === 'plan');
}

/** Finds workflows whose plan makes no plan, so that nothing of theirs can be applied. */
export function* lintWorkflows({ workflows }: Config): Generator<Advice> {
  for (const [i, { plan }] of workflows.entries()) {
    if (plans(plan)) continue;
    const message =
      'No step of this plans, so there is never anything to apply. Add a step of the type plan.';
    yield { path: ['workflows', i, 'plan'], atKey: true, message };
  }
}
