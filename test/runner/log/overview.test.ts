import { describe, expect, it } from 'vitest';
import type { StepResult } from '../../../src/protocol/result.ts';
import { atWork } from '../../../src/runner/log/at-work.ts';
import { duration } from '../../../src/runner/log/duration.ts';
import { jobSummary } from '../../../src/runner/log/job-summary.ts';
import { overviewOf } from '../../../src/runner/log/overview.ts';

const counts = { add: 0, change: 0, destroy: 0, replace: 0, import: 0, move: 0, forget: 0 };

function plan(dir: string, payload: object, success = true): StepResult {
  const scope = { type: 'dirspace', dir, workspace: 'default' } as const;
  return { step: 'tf/plan', scope, payload: { ...payload }, success, ignore_errors: false };
}

const text = `╷
│ Warning: Deprecated
│
│ Use another.
╵
╷
│ Error: Unsupported argument
│
│   on main.tf line 3, in resource "terraform_data" "one":
│    3:   inptu = 1
╵

Initializing the backend...
`;
const steps = [
  plan('dns', { has_changes: false, summary: { ...counts, drift: 0 } }),
  plan('network', { has_changes: true, summary: { ...counts, add: 2, destroy: 1, move: 3 } }),
  plan('app', { text }, false),
];
const times = new Map(
  steps.map(({ scope }, index) => [JSON.stringify(scope), 1000 * 10 ** (index + 1)]),
);

describe('the overview at the end of a log', () => {
  it('tells what failed and why, and of the rest what it would change', () => {
    expect(overviewOf({ steps }, times)).toEqual({
      failures: [
        '✘ app (default): plan failed after 16 min 40 s\n' +
          '    Error: Unsupported argument\n' +
          '      on main.tf line 3, in resource "terraform_data" "one":\n' +
          '       3:   inptu = 1',
      ],
      moreFailures: [],
      successes: [
        '✔ dns (default) in 10 s: no changes',
        '✔ network (default) in 1 min 40 s: 2 to add, 1 to destroy',
      ],
    });
  });

  it('says where it has cut an error', () => {
    const of = (lines: string[]) => {
      const [failure = ''] = overviewOf(
        { steps: [plan('a', { text: lines.join('\n') }, false)] },
        new Map(),
      ).failures;
      return failure.split('\n').slice(1);
    };
    const many = of(['going on', 'Error: one', '2', '3', '4', '5', '6', '7']);
    expect(many.map((line) => line.trim())).toEqual(['Error: one', '2', '3', '4', '5', '6', '…']);
    expect(of(['x'.repeat(1000)])).toEqual([`    ${'x'.repeat(400)}…`]);
    expect(of(['no word of it', 'more'])).toEqual(['    no word of it', '    more']);
  });

  it('gives the CI no more errors than it shows', () => {
    const failed = Array.from({ length: 12 }, (_, index) => plan(`dir-${index}`, {}, false));
    const { failures, moreFailures } = overviewOf({ steps: failed }, new Map());
    expect([failures.length, moreFailures]).toEqual([
      10,
      ['✘ dir-10 (default): plan failed', '✘ dir-11 (default): plan failed'],
    ]);
  });
});

it('what is ignored, or asks for approval, is said, also of hooks', () => {
  const run = (dir: string) => ({
    ...plan(dir, {}, false),
    step: 'tf/conftest',
    ignore_errors: true,
  });
  const hook = { ...run('a'), step: 'run', scope: { flow: 'hooks', subflow: 'pre' } };
  const network = steps.slice(1, 2);
  const gates = [{ dir: 'network', workspace: 'default' }];
  const all = [hook, ...network, run('network'), run('dns')];
  expect(overviewOf({ steps: all, gates }, new Map()).successes).toEqual([
    '⚑ network (default): 2 to add, 1 to destroy; asks for approval (conftest)',
    '✔ dns (default): ignored: conftest failed',
  ]);
  expect(overviewOf({ steps: all, gates: [{}] }, new Map()).successes).toContain(
    '⚑ the pre hooks: asks for approval (run)',
  );
  expect(jobSummary('plan', { steps: all, gates }, new Map())).toContain(
    '| network | default | ⚑ asks for approval |',
  );
});

it('a log that shows no step at work tells now and then which are', () => {
  const dirspace = { dir: 'a', workspace: 'b', steps: [], finished: false };
  const at = { step: 'apply', since: 5000 };
  const others = [dirspace, { ...dirspace, at, took: 3 }];
  expect(atWork([{ ...dirspace, at }, ...others], 190_000)).toBe('… a (b): apply for 3 min 5 s');
  expect(atWork(others, 190_000)).toBeUndefined();
});

it('the summary has a column for what is rare only where there is some', () => {
  expect(jobSummary('plan', { steps }, times).split('\n').slice(2, 7)).toEqual([
    '| Directory | Workspace | Result | Add | Change | Destroy | Replace | Move | Time |',
    '| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    '| dns | default | ✔ no changes | 0 | 0 | 0 | 0 | 0 | 10 s |',
    '| network | default | ✔ | 2 | 0 | 1 | 0 | 3 | 1 min 40 s |',
    '| app | default | ✘ `plan` |  |  |  |  |  | 16 min 40 s |',
  ]);
});

it('a duration is as exact as it is short', () => {
  expect([40, 9900, 9960, 59_600, 185_000, 7_800_000].map(duration)).toEqual([
    '0.0 s',
    '9.9 s',
    '10 s',
    '1 min 0 s',
    '3 min 5 s',
    '2 h 10 min',
  ]);
});
