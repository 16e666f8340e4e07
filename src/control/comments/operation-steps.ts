import {
  type OperationResultV1,
  operationResultV1,
  operationResultV2,
  type StepResult,
  type StepResultV1,
  type StepScope,
} from '../../protocol/result.ts';

/** Steps of a plan's or an apply's result, whichever version it came in. */
export function operationSteps(result: unknown): readonly StepResult[] {
  const second = operationResultV2.safeParse(result);
  return second.success ? second.data.steps : stepsOfV1(operationResultV1.parse(result));
}

/** The success of a result's steps: each succeeded, or was allowed to fail. */
export function allSucceeded(steps: readonly StepResult[]): boolean {
  return steps.every((step) => step.success || step.ignore_errors);
}

/** The dirspace that a step is of, as one text; the same for all that are of none. */
export function dirspaceKey(scope: StepScope): string {
  return 'dir' in scope ? JSON.stringify([scope.dir, scope.workspace]) : '';
}

function stepsOfV1(result: OperationResultV1): readonly StepResult[] {
  const { pre, post } = result.overall.outputs;
  return [
    ...pre.map((step) => stepOfV1(step, { flow: 'hooks', subflow: 'pre' })),
    ...result.dirspaces.flatMap((dirspace) =>
      dirspaceStepsOfV1(dirspace.outputs, dirspace.success, {
        dir: dirspace.path,
        workspace: dirspace.workspace,
      }),
    ),
    ...post.map((step) => stepOfV1(step, { flow: 'hooks', subflow: 'post' })),
  ];
}

/** Version 1 says whether a dirspace succeeded, not which failures it ignored. */
function dirspaceStepsOfV1(
  outputs: readonly StepResultV1[],
  success: boolean,
  scope: StepScope,
): readonly StepResult[] {
  const steps = outputs.map((step) => ({ ...stepOfV1(step, scope), ignore_errors: success }));
  if (success || !allSucceeded(steps)) return steps;
  return [...steps, { step: 'run', scope, payload: {}, success: false, ignore_errors: false }];
}

function stepOfV1(step: StepResultV1, scope: StepScope): StepResult {
  const { workflow_step } = step;
  return {
    step: stepName(workflow_step.type),
    scope,
    payload: { ...step.outputs, ...('cmd' in workflow_step ? { cmd: workflow_step.cmd } : {}) },
    success: step.success,
    ignore_errors: false,
  };
}

function stepName(type: StepResultV1['workflow_step']['type']): string {
  switch (type) {
    case 'run':
    case 'env':
    case 'checkout':
      return type;
    case 'oidc':
      return 'auth/oidc';
    default:
      return `tf/${type}`;
  }
}
