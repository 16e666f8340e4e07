import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { COMMENT_LIMIT } from '../../../src/control/comments/comment-limit.ts';
import { costView } from '../../../src/control/comments/cost-view.ts';
import { jsonLength } from '../../../src/control/comments/markdown.ts';
import { resultComments } from '../../../src/control/comments/result-comments.ts';
import {
  dirspaceView,
  hooksViews,
  type ResultView,
} from '../../../src/control/comments/result-view.ts';
import { commentTemplates } from '../../../src/control/comments/templates.ts';
import type { DirspaceName } from '../../../src/decide/facts.ts';
import type { AskedGate } from '../../../src/decide/gates.ts';
import type { StepResult } from '../../../src/protocol/result.ts';

const templates = commentTemplates();
const markdown = new MarkdownIt({ html: true });

function plan(dir: string, payload: Record<string, unknown>, success = true): StepResult {
  return {
    step: 'tf/plan',
    scope: { dir, workspace: 'default' },
    payload: { visible_on: 'always', ...payload },
    success,
    ignore_errors: false,
  };
}

function view(steps: readonly StepResult[], type: ResultView['type'] = 'plan'): ResultView {
  const dirs = [...new Set(steps.flatMap(({ scope }) => ('dir' in scope ? [scope.dir] : [])))];
  return {
    type,
    runUrls: ['https://forge.test/acme/infra/actions/runs/7'],
    hooks: hooksViews(steps),
    dirspaces: dirs.map((dir) => shown(type, { dir, workspace: 'default' }, steps)),
    summary: false,
    layers: null,
    costs: null,
    gates: [],
  };
}

function shown(type: ResultView['type'], name: DirspaceName, steps: readonly StepResult[]) {
  const runUrl = 'https://forge.test/acme/infra/actions/runs/7';
  return { ...dirspaceView(type, name, steps, false), stack: null, runUrl };
}

const summary = { add: 1, change: 2, destroy: 3, replace: 4, import: 0, move: 0, forget: 0 };

describe('a plan comment', () => {
  const [body, ...more] = resultComments(
    view([
      plan('network', { plan: '+ a', has_changes: true, summary }),
      plan('app', { plan: '', has_changes: false, text: 'No changes.' }),
      plan('broken', { text: 'Error: no such provider' }, false),
    ]),
    templates,
  );

  test('is one comment that begins with a table, failures first', () => {
    expect(more).toEqual([]);
    expect(body).toMatch(/^### Plan failed: 1 of 3 dirspaces\n/);
    expect(body.match(/^\| `.*$/gm)).toEqual([
      '| `broken` | `default` | failed |  |  |  |  |',
      '| `network` | `default` | changes | 1 | 2 | 3 | 4 |',
      '| `app` | `default` | no changes | 0 | 0 | 0 | 0 |',
    ]);
  });

  test('leaves out steps that went well and said nothing', () => {
    const token: StepResult = {
      step: 'auth/update-terrateam-github-token',
      scope: { dir: 'broken', workspace: 'default' },
      payload: { visible_on: 'error' },
      success: true,
      ignore_errors: false,
    };
    const failed = plan('broken', { text: 'Error: no such provider' }, false);
    const [said] = resultComments(view([token, failed]), templates);
    expect(said).toContain('no such provider');
    expect(said).not.toContain('github-token');
  });

  test('folds plans away and leaves failures open', () => {
    expect(body).toContain(
      '<details><summary><code>network</code> <code>default</code>: 1 to add, 2 to change, 3 to destroy, 4 to replace</summary>',
    );
    expect(body).toContain('```diff\n+ a\n```');
    expect(body).toContain('#### `broken` `default`: failed');
    expect(body).toContain('```\nError: no such provider\n```');
  });

  test('says how to go on', () => {
    expect(body).toContain('comment `terrateam plan` to try again');
    expect(body).toContain('[Run](https://forge.test/acme/infra/actions/runs/7)');
  });
});

test('a workflow that makes no plan is not said to have found no changes', () => {
  const lint = { ...plan('app', { cmd: ['lint'] }), step: 'run' };
  const [body] = resultComments(view([lint]), templates);
  expect(body).toContain('| `app` | `default` | no plan |  |');
  expect(body).toContain('the workflow has no step that plans. There is nothing to apply.');
});

describe('outputs after an apply', () => {
  const outputs = {
    address: { sensitive: false, type: 'string', value: '10.0.0.1' },
    zones: { sensitive: false, type: ['list', 'string'], value: ['a'] },
    password: { sensitive: true, type: 'string', value: '***' },
    plain: 7,
  };
  const said = (text: string) => {
    const step = { ...plan('app', { text, outputs }), step: 'pulumi/apply' };
    return resultComments(view([step], 'apply'), templates)[0];
  };

  test('are shown where the engine does not print them', () => {
    expect(said('Applied.\n')).toContain(
      'Applied.\n\nOutputs:\n\naddress = "10.0.0.1"\nzones = [\n  "a"\n]\npassword = ***\nplain = 7\n```',
    );
  });

  test('are not shown twice', () => {
    expect(said('Applied.\n\nOutputs:\n\naddress = "10.0.0.1"\n').match(/Outputs:/g)).toHaveLength(
      1,
    );
  });
});

test('counts come from terraform’s last line when the runner did not count', () => {
  const text = 'Plan: 9 to add\n\nPlan: 1 to import, 2 to add, 0 to change, 1 to destroy.\n';
  const [body] = resultComments(view([plan('a', { text, has_changes: true })]), templates);
  expect(body).toContain('| `a` | `default` | changes | 2 | 0 | 1 |  |');
});

test('an output cannot turn the direction in which it is read', () => {
  const text = 'name = "a\u202e yortsed \u2066b"';
  const [body] = resultComments(view([plan('a', { text }, false)]), templates);
  expect(body).toContain('name = "a\ufffd yortsed \ufffdb"');
});

test('an output that is too long keeps its last whole lines', () => {
  const text = `${Array.from({ length: 20_000 }, (_, line) => `line ${line}`).join('\n')}\nError: the end`;
  const [body] = resultComments(view([plan('a', { text }, false)]), templates);
  expect(body).toContain(
    '*Only its last lines; all of it is in [the log of the job](https://forge.test/acme/infra/actions/runs/7):*\n\n```\nline ',
  );
  expect(body).toContain('line 19999\nError: the end\n```');
});

test('a hook that fails is shown, and its dirspaces as not run', () => {
  const hook: StepResult = {
    step: 'run',
    scope: { flow: 'hooks', subflow: 'pre' },
    payload: { text: 'no credentials', cmd: ['./login', '--now'] },
    success: false,
    ignore_errors: false,
  };
  const [body] = resultComments(
    { ...view([hook]), dirspaces: [shown('plan', { dir: 'a', workspace: 'w' }, [hook])] },
    templates,
  );
  expect(body).toContain('#### Hooks: `pre` failed');
  expect(body).toContain('**`run`** failed: `./login --now`');
  expect(body).toContain('| `a` | `w` | not run |');
});

test('many plans spread over several comments before they are cut', () => {
  const steps = Array.from({ length: 12 }, (_, index) =>
    plan(`dir${index}`, { plan: `+ x\n`.repeat(4_000), has_changes: true }),
  );
  const comments = resultComments(view(steps), templates);
  expect(comments.length).toBeGreaterThan(1);
  expect(comments[1]).toMatch(/^### Plan: 12 dirspaces \(continued, 2 of \d\)/);
});

test('a thousand plans become a summary', () => {
  const steps = Array.from({ length: 1_000 }, (_, index) =>
    plan(`dir${index}`, { plan: `+ x\n`.repeat(4_000), has_changes: true }),
  );
  const comments = resultComments(view(steps), templates);
  expect(comments.length).toBe(1);
  expect(comments[0]).toContain('The outputs are too long for a comment');
});

describe('a change in layers', () => {
  const shown = view([plan('network', { plan: '+ a', has_changes: true, summary })]);
  const names = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ dir: `app${i}`, workspace: 'default' }));
  const said = (layers: ResultView['layers']) => resultComments({ ...shown, layers }, templates)[0];

  test('says how many layers are left, and what comes next', () => {
    expect(said({ count: 2, next: names(2), turn: 'later' })).toContain(
      'This change runs in layers: 2 more after this one. Next, when all of this one is applied: `app0` `default`, `app1` `default`.\n',
    );
  });

  test('says that the next one is being planned, or has to be asked for', () => {
    const layers = { count: 1, next: names(1) };
    expect(said({ ...layers, turn: 'planned' })).toContain(
      'Next, being planned now: `app0` `default`.',
    );
    expect(said({ ...layers, turn: 'now' })).toContain(
      'Next, when you comment `terrateam plan`: `app0` `default`.',
    );
  });

  test('folds many dirspaces away', () => {
    const body = said({ count: 1, next: names(30), turn: 'later' });
    expect(body).toContain('<details><summary>30 dirspaces</summary>\n\n- `app0` `default`\n');
    expect(body).toContain('and 10 more.\n\n</details>');
  });

  test('says nothing of layers after the last one', () => {
    expect(said(null)).not.toContain('layers');
  });
});

test('a dirspace is shown with its stack where there are stacks', () => {
  const [network] = view([plan('network', { plan: '+ a', has_changes: true, summary })]).dirspaces;
  const [body] = resultComments(
    { ...view([]), dirspaces: network ? [{ ...network, stack: 'prod' }] : [] },
    templates,
  );
  expect(body).toContain('| Directory | Workspace | Stack | Result |');
  expect(body).toContain('| `network` | `default` | `prod` | changes | 1 |');
});

test('a summary sums all plans in one line before the table', () => {
  const steps = [
    plan('network', { plan: '+ a', has_changes: true, summary }),
    plan('data', { plan: '+ a', has_changes: true, summary }),
    plan('app', { plan: '', has_changes: false }),
    plan('broken', { text: 'Error' }, false),
  ];
  const [body] = resultComments({ ...view(steps), summary: true }, templates);
  expect(body).toContain(
    '### Plan failed: 1 of 4 dirspaces\n\n1 failed, 2 with changes, 1 without changes. In all 2 to add, 4 to change, 6 to destroy, 8 to replace.\n\n| Directory ',
  );
});

test('what else a plan does, or has found, is counted in words', () => {
  const more = { ...summary, import: 1, move: 2, forget: 3, drift: 4, deferred: 5 };
  const nothing = { ...more, add: 0, change: 0, destroy: 0, replace: 0 };
  const [body] = resultComments(
    view([
      plan('network', { plan: '+ a', has_changes: true, summary: more }),
      plan('app', { plan: '', has_changes: false, summary: nothing }),
    ]),
    templates,
  );
  expect(body).toContain(
    ': 1 to add, 2 to change, 3 to destroy, 4 to replace, 1 to import, 2 to move, 3 to forget, 4 drifted, 5 deferred</summary>',
  );
  expect(body).toContain('| `app` | `default` | no changes, 4 drifted, 5 deferred | 0 |');
});

test('a check that fails and does not count is shown as that, and the plan stands', () => {
  const scope = { dir: 'network', workspace: 'default' };
  const ignored = { scope, success: false, ignore_errors: true };
  const text = 'FAIL - main.tf - main - no owner';
  const cmd = ['conftest', 'test', '--ignore', '.git', 'plan.json'];
  const steps: readonly StepResult[] = [
    plan('network', { plan: '+ a', has_changes: true, summary }),
    { ...ignored, step: 'tf/conftest', payload: { text, cmd, exit_code: 1, visible_on: 'error' } },
    { ...ignored, step: 'gates', payload: { visible_on: 'error' } },
  ];
  const [body] = resultComments(view(steps), templates);
  expect(body).toMatch(/^### Plan: 1 dirspace\n/);
  expect(body).toContain(
    '**`conftest`** failed with exit code 1, ignored: `conftest test --ignore .git plan.json`',
  );
  expect(body).toContain(`\n${text}\n`);
  expect(body).not.toContain('`gates`');
});

test('a check that fails and asks for approval says so, and what was run', () => {
  const scope = { dir: 'network', workspace: 'default' };
  const cmd = ['opa', 'eval', '-i', `/tmp/${'x'.repeat(300)}.json`, 'data.terraform.deny'];
  const asking: StepResult = {
    ...{ step: 'tf/opa', scope, success: false, ignore_errors: true },
    payload: { cmd, exit_code: 7, visible_on: 'error', gates: ['policy'] },
  };
  const given = [plan('network', { plan: '+ a', has_changes: true, summary }), asking];
  const [body] = resultComments(view(given), templates);
  expect(body).toMatch(
    /\*\*`opa`\*\* failed with exit code 7, asks for approval of `policy`: `opa eval -i \/tmp\/x{143}…`/,
  );
});

describe('costs', () => {
  const amounts = (before: number, after: number) => ({
    prev_monthly_cost: before,
    total_monthly_cost: after,
    diff_monthly_cost: after - before,
  });
  const priced = (payload: object, success = true): StepResult => ({
    ...{ step: 'tf/cost-estimation', scope: { flow: 'hooks', subflow: 'pre' } },
    ...{ payload: { ...payload }, success, ignore_errors: true },
  });
  const network = { dir: 'network', workspace: 'default' };
  const app = { dir: 'app', workspace: 'default' };
  const plans = [
    plan('network', { plan: '+ a', has_changes: true, summary }),
    plan('app', { plan: '+ a', has_changes: true, summary }),
  ];
  const estimate = {
    summary: amounts(1100, 1234.5),
    currency: 'EUR',
    dirspaces: [
      { ...app, ...amounts(5, 5) },
      { ...network, ...amounts(100, 234.5) },
    ],
    coverage: { priced: 4, free: 1, unpriced: 3, unpriced_types: { aws_b: 1, aws_a: 2 } },
  };
  const said = (costs: ResultView['costs']) =>
    resultComments({ ...view(plans), costs }, templates)[0].replace(/\n{3,}/g, '\n\n');

  test('are summed, with the dirspaces that change them, and what has no price', () => {
    const body = said(costView([{ steps: [priced(estimate)], dirspaces: [network, app] }]));
    expect(body).toContain(
      '**Costs by the month**: +134.50 `EUR`, from 1,100.00 to 1,234.50.\n\n' +
        '| Directory | Workspace | Before | After | Difference |\n|---|---|--:|--:|--:|\n' +
        '| `network` | `default` | 100.00 | 234.50 | +134.50 |\n\n' +
        '4 resources have a price, 1 costs nothing, of 3 the price is not known: `aws_a` (2), `aws_b`.\n\n' +
        'To apply these plans',
    );
  });

  test('of a dirspace that was planned again are those of its newest run', () => {
    const newer = {
      ...estimate,
      summary: amounts(5, 8),
      dirspaces: [{ ...app, ...amounts(5, 8) }],
    };
    const body = said(
      costView([
        { steps: [priced(estimate)], dirspaces: [network] },
        { steps: [priced(newer)], dirspaces: [app] },
      ]),
    );
    expect(body).toContain('+137.50 `EUR`, from 105.00 to 242.50.');
    expect(body).toContain('| `app` | `default` | 5.00 | 8.00 | +3.00 |');
  });

  test('that stay as they are are one line', () => {
    const { coverage: _, ...rest } = estimate;
    const same = { ...rest, summary: amounts(7, 7), dirspaces: [] };
    const body = said(costView([{ steps: [priced(same)], dirspaces: [network] }]));
    expect(body).toContain('**Costs by the month**: they stay at 7.00 `EUR`.\n\nTo apply');
  });

  test('that could not be estimated are a line, and no failure', () => {
    const failed = priced({ text: 'infracost: no key\nand more' }, false);
    const costs = costView([{ steps: [failed], dirspaces: [network] }]);
    const [body] = resultComments({ ...view([...plans, failed]), costs }, templates);
    expect(body).toMatch(/^### Plan: 2 dirspaces\n/);
    expect(body).toContain(
      'The costs could not be estimated: `infracost: no key`; `and more`\n\nTo apply',
    );
    expect(body).not.toContain('Hooks');
  });

  test('that are known in part say what is missing', () => {
    const partly = priced({ ...estimate, text: 'app: timed out' });
    expect(said(costView([{ steps: [partly], dirspaces: [network, app] }]))).toContain(
      '\n\nNot priced: `app: timed out`\n\n',
    );
  });

  test('are not mentioned where nobody estimates them', () => {
    expect(costView([{ steps: plans, dirspaces: [network] }])).toBeNull();
    expect(said(null)).not.toContain('Costs');
  });
});

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('```', '`````\n', '~~~\n', '</details>', '<details>', '\n\n', '\r', '\t'),
      fc.constantFrom('@everyone ', '| x |', '\u0000', '"\\"', '\u{1f600}', '\ud83d', '<!-- '),
      fc.string({ maxLength: 40 }),
      fc.string({ minLength: 2, maxLength: 2 }).map((text) => text.repeat(30_000)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
const step = fc
  .record({
    dir: fc.oneof(fc.constantFrom('a', 'b', 'c'), hostile),
    name: fc.constantFrom('tf/plan', 'tf/apply', 'run', 'tf/init'),
    hook: fc.boolean(),
    text: hostile,
    diff: hostile,
    gates: fc.array(hostile, { maxLength: 5 }),
    command: hostile,
    success: fc.boolean(),
  })
  .map(
    ({ dir, name, hook, text, diff, command, success, gates }): StepResult => ({
      step: name,
      scope: hook ? { flow: 'hooks', subflow: 'pre' } : { dir, workspace: 'default' },
      payload: { text, plan: diff, cmd: [command], gates, visible_on: 'always' },
      success,
      ignore_errors: false,
    }),
  );

/** What a reader of Markdown makes of a body, without what stands in code. */
function outsideCode(body: string): string {
  const html = markdown.render(body);
  return html.replace(/<code[^>]*>[\s\S]*?<\/code>/g, '');
}

const hostileName = hostile.map((text) => text.slice(0, 500));
const anyLayers = fc.option(
  fc.record({
    count: fc.nat(),
    next: fc.array(fc.record({ dir: hostileName, workspace: hostileName }), { maxLength: 30 }),
    turn: fc.constantFrom('later' as const, 'planned' as const, 'now' as const),
  }),
);

const gateOf = (name: string): AskedGate => ({
  ...{ token: name, name, allOf: [name, name], anyOf: [name, name], count: 2 },
  ...{ absent: [name], lacking: 1, nobody: [name], dirspaces: [{ dir: name, workspace: name }] },
});

function costsOf(name: string) {
  const of = { dir: name, workspace: name };
  const amounts = { prev_monthly_cost: 1, total_monthly_cost: 3, diff_monthly_cost: 2 };
  const payload = {
    ...{ summary: amounts, currency: name, dirspaces: Array(30).fill({ ...of, ...amounts }) },
    coverage: { priced: 1, free: 1, unpriced: 1, unpriced_types: { [name]: 1 } },
    text: name,
  };
  const scope = { flow: 'hooks', subflow: 'pre' };
  const step = { step: 'tf/cost-estimation', scope, payload, success: true, ignore_errors: true };
  return { steps: [step], dirspaces: [of] };
}

test('whatever steps print, every comment fits, and its elements stay whole', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 12 }),
      anyLayers,
      hostileName,
      (steps, layers, stack) => {
        const gates = stack === '' ? [] : Array(12).fill(gateOf(stack));
        const costs = costView([costsOf(stack)]);
        const dirspaces = view(steps).dirspaces.map((one) => ({ ...one, stack }));
        const given = { ...view(steps), layers, dirspaces, gates, costs, summary: true };
        for (const body of resultComments(given, templates)) {
          expect(jsonLength(body)).toBeLessThanOrEqual(COMMENT_LIMIT);
          const rest = outsideCode(body);
          expect(rest.match(/<details>/g)?.length).toBe(rest.match(/<\/details>/g)?.length);
          expect(rest).not.toContain('@everyone');
          expect(rest).not.toContain('```');
        }
      },
    ),
    { numRuns: 150 },
  );
});

test.each(['`', '|', '"', '\\\\', '\u200b', '&'])(
  'a summary fits whose names are all %j',
  (character) => {
    const name = character.repeat(300);
    const dirspace = { dir: name, workspace: name };
    const whom = [name, name, name];
    const gate = { ...gateOf(name), allOf: whom, anyOf: whom, absent: whom, dirspaces: [dirspace] };
    const shownPlan = { ...shown('plan', dirspace, []), stack: name };
    const given = {
      ...view([]),
      ...{ dirspaces: Array(200).fill(shownPlan), gates: Array(12).fill(gate) },
      layers: { count: 30, next: Array(30).fill(dirspace), turn: 'later' as const },
    };
    for (const costs of [null, costView([costsOf(name)])]) {
      const [summary] = resultComments({ ...given, costs }, templates);
      expect(jsonLength(summary)).toBeLessThanOrEqual(COMMENT_LIMIT);
    }
  },
);
