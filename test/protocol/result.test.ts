import { describe, expect, it } from 'vitest';
import { resultBody, resultSchemaFor } from '../../src/protocol/result.ts';

const step = {
  step: 'tf/plan',
  scope: { type: 'dirspace', dir: 'network', workspace: 'default' },
  payload: { plan: '+ x', has_changes: true, anything: [1] },
  success: true,
  ignore_errors: false,
};

/** The first issue as "path: message". */
function refusal(schema: ReturnType<typeof resultSchemaFor>, body: unknown): string {
  const issue = schema.safeParse(body).error?.issues[0];
  return issue ? `${issue.path.join('.')}: ${issue.message}` : 'accepted';
}

describe('the result of a plan or apply', () => {
  it('is read in version 2, with free payloads and optional gates', () => {
    for (const type of ['plan', 'apply', 'unsafe-apply'] as const) {
      expect(refusal(resultSchemaFor(type, 2), { steps: [step] })).toBe('accepted');
      expect(refusal(resultSchemaFor(type, 2), { steps: [], gates: [{ token: 'a' }] })).toBe(
        'accepted',
      );
    }
  });

  it('accepts scopes with and without a type, and no mixture of them', () => {
    const withScope = (scope: unknown) => ({ steps: [{ ...step, scope }] });
    const plan = resultSchemaFor('plan', 2);
    expect(refusal(plan, withScope({ dir: 'a', workspace: 'b' }))).toBe('accepted');
    expect(refusal(plan, withScope({ flow: 'hooks', subflow: 'pre' }))).toBe('accepted');
    expect(refusal(plan, withScope({ dir: 'a', subflow: 'pre' }))).toMatch(
      /^steps\.0\.scope: expected/,
    );
  });

  it('is refused with the name of the field that is wrong', () => {
    const plan = resultSchemaFor('plan', 2);
    expect(refusal(plan, { steps: [{ ...step, success: 'yes' }] })).toMatch(/^steps\.0\.success: /);
    expect(refusal(plan, { steps: [{ ...step, output: '' }] })).toMatch(/^steps\.0: .*"output"/);
    expect(refusal(plan, { steps: [], extra: 1 })).toMatch(/"extra"/);
    expect(refusal(plan, { msg: 'crashed' })).toMatch(/^steps: /);
  });

  it('is read in version 1 when that was asked for', () => {
    const body = {
      overall: {
        success: true,
        outputs: { pre: [], post: [{ workflow_step: { type: 'run', cmd: ['x'] }, success: true }] },
      },
      dirspaces: [
        {
          path: 'network',
          workspace: 'default',
          success: true,
          outputs: [
            {
              workflow_step: { type: 'plan' },
              success: true,
              outputs: { plan: '', plan_text: '' },
            },
          ],
        },
      ],
    };
    expect(refusal(resultSchemaFor('plan', 1), body)).toBe('accepted');
    expect(refusal(resultSchemaFor('plan', 2), body)).toMatch(/^steps: /);
    expect(resultBody.safeParse(body).success).toBe(true);
  });
});

describe('the result of index and the builders', () => {
  it('is the shape of its manifest, or a failure', () => {
    expect(refusal(resultSchemaFor('build-config', 2), { config: {} })).toBe('accepted');
    expect(refusal(resultSchemaFor('build-tree', 2), { files: [{ path: 'a' }] })).toBe('accepted');
    expect(refusal(resultSchemaFor('index', 2), { paths: {}, success: true, version: 1 })).toBe(
      'accepted',
    );
    for (const type of ['index', 'build-config', 'build-tree'] as const) {
      expect(refusal(resultSchemaFor(type, 2), { msg: 'no' })).toBe('accepted');
    }
  });

  it('is refused with the field of the shape that was meant', () => {
    expect(refusal(resultSchemaFor('build-tree', 2), { files: [{ path: 1 }] })).toMatch(
      /^files\.0\.path: /,
    );
    expect(refusal(resultSchemaFor('build-tree', 2), { msg: 1 })).toMatch(/^msg: /);
    expect(refusal(resultSchemaFor('index', 2), { steps: [] })).toMatch(/^paths: /);
  });
});
