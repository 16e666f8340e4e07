import { z } from 'zod';
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
  if (step === 'auth/update-terrateam-github-token' && success) return [];
  const { text = '' } = textPayload.safeParse(payload).data ?? {};
  const workflow_step = workflowStepV1(step, payload);
  const outputs = success ? outputsV1(workflow_step.type, payload, text) : { text };
  return [{ workflow_step, success: success || ignore_errors, outputs }];
}

type WorkflowStepV1 = StepResultV1['workflow_step'];

/** The steps that version 1 has a name for; any other is called `run`. */
const namesV1 = new Map<string, Exclude<WorkflowStepV1['type'], 'run' | 'env'>>([
  ...['tf', 'pulumi', 'custom', 'fly', 'stategraph'].flatMap((engine) =>
    (['init', 'plan', 'apply'] as const).map((step) => [`${engine}/${step}`, step] as const),
  ),
  ['checkout', 'checkout'],
  ['auth/oidc', 'oidc'],
  ['tf/cost-estimation', 'cost-estimation'],
  ['tf/drift-create-issue', 'drift-create-issue'],
]);
const envDetail = z.object({ method: z.string().optional(), name: z.string().optional() });

function workflowStepV1(step: string, payload: StepResult['payload']): WorkflowStepV1 {
  const type = namesV1.get(step);
  if (type) return { type };
  const { cmd = [], exit_code } = textPayload.safeParse(payload).data ?? {};
  if (step === 'env') return { type: 'env', cmd, ...envDetail.safeParse(payload).data };
  return { type: 'run', cmd, ...(exit_code !== undefined && { exit_code }) };
}

function outputsV1(
  type: WorkflowStepV1['type'],
  payload: StepResult['payload'],
  text: string,
): StepResultV1['outputs'] {
  switch (type) {
    case 'plan':
      return { plan: payload.plan, plan_text: text, has_changes: payload.has_changes };
    case 'cost-estimation':
      return payload;
    default:
      return { text };
  }
}
