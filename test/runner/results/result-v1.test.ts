import { expect, it } from 'vitest';
import { operationResultV1, type StepResult } from '../../../src/protocol/result.ts';
import { resultV1 } from '../../../src/runner/results/result-v1.ts';

const here = { type: 'dirspace', dir: 'a', workspace: 'default' } as const;
const step = (name: string, more: Partial<StepResult> = {}): StepResult => ({
  step: name,
  scope: here,
  payload: { text: name },
  success: true,
  ignore_errors: false,
  ...more,
});

it('turns a result into what version 1 had words for', () => {
  const pre = { type: 'run', flow: 'hooks', subflow: 'pre' } as const;
  const converted = resultV1({
    steps: [
      step('auth/update-terrateam-github-token', { scope: pre, payload: {} }),
      step('run', { scope: pre, payload: { text: 'x', cmd: ['ls'], exit_code: 0 } }),
      step('tf/init'),
      step('run', { success: false, ignore_errors: true, payload: { text: 'y', cmd: ['no'] } }),
      step('tf/plan', { payload: { text: 'x', plan: '+', has_changes: true } }),
      step('tf/plan', { scope: { ...here, workspace: 'b' }, success: false }),
    ],
  });
  expect(operationResultV1.parse(converted)).toEqual({
    overall: {
      success: false,
      outputs: {
        pre: [
          {
            workflow_step: { type: 'run', cmd: ['ls'], exit_code: 0 },
            success: true,
            outputs: { text: 'x' },
          },
        ],
        post: [],
      },
    },
    dirspaces: [
      {
        path: 'a',
        workspace: 'default',
        success: true,
        outputs: [
          { workflow_step: { type: 'init' }, success: true, outputs: { text: 'tf/init' } },
          { workflow_step: { type: 'run', cmd: ['no'] }, success: true, outputs: { text: 'y' } },
          {
            workflow_step: { type: 'plan' },
            success: true,
            outputs: { plan: '+', plan_text: 'x', has_changes: true },
          },
        ],
      },
      {
        path: 'a',
        workspace: 'b',
        success: false,
        outputs: [
          { workflow_step: { type: 'plan' }, success: false, outputs: { text: 'tf/plan' } },
        ],
      },
    ],
  });
});

it('has the names of version 1 for the steps that it knows, and calls the others run', () => {
  const pre = { type: 'run', flow: 'hooks', subflow: 'pre' } as const;
  const costs = { summary: {}, currency: 'USD', dirspaces: [] };
  const engines = ['tf', 'pulumi', 'custom', 'fly', 'stategraph'];
  const { overall, dirspaces } = operationResultV1.parse(
    resultV1({
      steps: [
        step('auth/update-terrateam-github-token', { scope: pre, success: false }),
        step('auth/oidc', { scope: pre, payload: {} }),
        step('env', { scope: pre, payload: { cmd: ['x'], method: 'exec', name: 'A', text: 'v' } }),
        step('tf/terrateam_ssh_key_setup', { scope: pre }),
        step('tf/cost-estimation', { scope: pre, payload: costs, ignore_errors: true }),
        step('tf/drift-create-issue', { scope: { ...pre, subflow: 'post' }, payload: {} }),
        step('checkout'),
        ...engines.flatMap((engine) =>
          ['init', 'plan', 'apply'].map((one) => step(`${engine}/${one}`)),
        ),
        step('tf/opa', {
          payload: { text: 'x', cmd: ['opa'], exit_code: 1, data: {} },
          success: false,
        }),
        step('gates', { success: false, ignore_errors: true }),
        step('slack'),
      ],
    }),
  );
  expect(overall.outputs.pre.map((one) => one.workflow_step)).toEqual([
    { type: 'run', cmd: [] },
    { type: 'oidc' },
    { type: 'env', cmd: ['x'], method: 'exec', name: 'A' },
    { type: 'run', cmd: [] },
    { type: 'cost-estimation' },
  ]);
  expect(overall.outputs.pre[4]?.outputs).toEqual(costs);
  expect(overall.outputs.post.map((one) => one.workflow_step)).toEqual([
    { type: 'drift-create-issue' },
  ]);
  expect(dirspaces[0]?.outputs.map((one) => one.workflow_step.type)).toEqual([
    'checkout',
    ...engines.flatMap(() => ['init', 'plan', 'apply']),
    ...['run', 'run', 'run'],
  ]);
  expect(dirspaces[0]?.outputs.at(-3)).toEqual({
    workflow_step: { type: 'run', cmd: ['opa'], exit_code: 1 },
    success: false,
    outputs: { text: 'x' },
  });
});
