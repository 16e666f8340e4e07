import type {
  OperationResultV1,
  OperationResultV2,
  StepResult,
  StepResultV1,
} from '../../protocol/result.ts';
import { textPayload } from '../../protocol/step-payload.ts';
import { allSucceeded, isDirspaceScope } from '../steps/step-result.ts';

/** The result as older servers read it. */
export function resultV1(result: OperationResultV2): OperationResultV1 {
  const hooks = (subflow: string) =>
    result.steps
      .filter(({ scope }) => !isDirspaceScope(scope) && scope.subflow === subflow)
      .flatMap(stepV1);
  const dirspaces = Map.groupBy(
    result.steps.filter(({ scope }) => isDirspaceScope(scope)),
    ({ scope }) => (isDirspaceScope(scope) ? JSON.stringify([scope.dir, scope.workspace]) : ''),
  );
  return {
    overall: {
      success: allSucceeded(result.steps),
      outputs: { pre: hooks('pre'), post: hooks('post') },
    },
    dirspaces: [...dirspaces.values()].flatMap(dirspaceV1),
  };
}

function dirspaceV1(steps: StepResult[]): OperationResultV1['dirspaces'] {
  const scope = steps[0]?.scope;
  if (!scope || !isDirspaceScope(scope)) return [];
  return [
    {
      path: scope.dir,
      workspace: scope.workspace,
      success: allSucceeded(steps),
      outputs: steps.flatMap(stepV1),
    },
  ];
}

/** Nothing for the token refresh that went well: version 1 has no such step. */
function stepV1({ step, payload, success, ignore_errors }: StepResult): StepResultV1[] {
  const base = { success: success || ignore_errors };
  const { text = '', cmd = [], exit_code } = textPayload.safeParse(payload).data ?? {};
  const outputs = { text };
  switch (step) {
    case 'tf/plan': {
      const planned = { plan: payload.plan, plan_text: text, has_changes: payload.has_changes };
      return [{ ...base, workflow_step: { type: 'plan' }, outputs: success ? planned : outputs }];
    }
    case 'tf/init':
      return [{ ...base, workflow_step: { type: 'init' }, outputs }];
    case 'tf/apply':
      return [{ ...base, workflow_step: { type: 'apply' }, outputs }];
    case 'checkout':
      return [{ ...base, workflow_step: { type: 'checkout' }, outputs }];
    case 'auth/update-terrateam-github-token':
      if (success) return [];
  }
  const exit = exit_code === undefined ? {} : { exit_code };
  return [{ ...base, workflow_step: { type: 'run', cmd, ...exit }, outputs }];
}
