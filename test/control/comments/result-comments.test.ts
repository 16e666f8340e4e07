import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { COMMENT_LIMIT } from '../../../src/control/comments/comment-limit.ts';
import { jsonLength } from '../../../src/control/comments/markdown.ts';
import { resultComments } from '../../../src/control/comments/result-comments.ts';
import {
  dirspaceView,
  hooksViews,
  type ResultView,
} from '../../../src/control/comments/result-view.ts';
import { commentTemplates } from '../../../src/control/comments/templates.ts';
import type { DirspaceName } from '../../../src/decide/facts.ts';
import type { StepResult } from '../../../src/protocol/result.ts';

const templates = commentTemplates();

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
    gates: [],
  };
}

function shown(type: ResultView['type'], name: DirspaceName, steps: readonly StepResult[]) {
  return { ...dirspaceView(type, name, steps, false), stack: null };
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
  expect(body).toContain('*Only its last lines:*\n\n```\nline ');
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
    command: hostile,
    success: fc.boolean(),
  })
  .map(
    ({ dir, name, hook, text, diff, command, success }): StepResult => ({
      step: name,
      scope: hook ? { flow: 'hooks', subflow: 'pre' } : { dir, workspace: 'default' },
      payload: { text, plan: diff, cmd: [command], visible_on: 'always' },
      success,
      ignore_errors: false,
    }),
  );

/** What a reader of Markdown makes of a body, without what stands in code. */
function outsideCode(body: string): string {
  const html = marked.parse(body, { async: false, gfm: true });
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

test('whatever steps print, every comment fits, and its elements stay whole', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 12 }),
      anyLayers,
      hostileName,
      (steps, layers, stack) => {
        const dirspaces = view(steps).dirspaces.map((one) => ({ ...one, stack }));
        const given = { ...view(steps), layers, dirspaces, summary: true };
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
