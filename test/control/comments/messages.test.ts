import { describe, expect, test } from 'vitest';
import { codeFrame } from '../../../src/config/code-frame.ts';
import { COMMENT_LIMIT } from '../../../src/control/comments/comment-limit.ts';
import { jsonLength } from '../../../src/control/comments/markdown.ts';
import { commentTemplates } from '../../../src/control/comments/templates.ts';
import type { BuildFailure, RunFacts } from '../../../src/decide/facts.ts';
import type { AskedGate } from '../../../src/decide/gates.ts';
import type { Message } from '../../../src/decide/message.ts';

const templates = commentTemplates();
const render = (message: Message) => templates.message(message, { workflow: 'terrateam.yml' });

const NASTY = '``` </details> @everyone | "\\" \u202e'.repeat(2_000);
const dirspaces = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ dir: `${index} ${NASTY}`, workspace: NASTY }));
const layered = (count: number, layer: number) =>
  dirspaces(count).map((name) => ({ ...name, layer }));
const people = (count: number) => Array.from({ length: count }, () => `user:${NASTY}`);
const gates = (count: number, token: string | null): readonly AskedGate[] =>
  Array.from({ length: count }, () => ({
    ...{ token, name: NASTY, dirspaces: dirspaces(3), allOf: people(9), anyOf: people(9) },
    ...{ count: 3, absent: people(9), lacking: 2, nobody: people(9) },
  }));
const run: RunFacts = {
  id: 'id',
  pullNumber: 4,
  type: 'apply',
  state: 'running',
  baseSha: 'b',
  headSha: 'h',
  dirspaces: [],
  createdAt: 0,
  dispatchedAt: null,
  runId: null,
};
const error = {
  file: NASTY,
  line: 3,
  column: 5,
  frame: codeFrame(() => NASTY, 3, 500),
  path: NASTY,
  kind: 'schema' as const,
  message: NASTY,
  expected: NASTY,
  nearest: NASTY,
};

const FAILURES: readonly (BuildFailure | null)[] = [
  null,
  { kind: 'failed', output: NASTY },
  { kind: 'lost', reason: 'died', runUrl: null },
  { kind: 'workflow_missing', workflow: NASTY },
  { kind: 'dispatch_failed', reason: NASTY },
];

const MESSAGES: readonly Message[] = [
  { kind: 'help' },
  { kind: 'unknown-command', given: NASTY, nearest: 'plan' },
  { kind: 'unavailable-command', given: NASTY },
  { kind: 'tag-query-error', query: NASTY, error: NASTY },
  { kind: 'config-error', errors: Array.from({ length: 300 }, () => error) },
  { kind: 'config-warnings', warnings: Array(300).fill(NASTY) },
  ...FAILURES.map(
    (failure): Message => ({
      kind: 'build-failed',
      type: 'build-config',
      branch: NASTY,
      failure,
      errors: failure === null ? Array.from({ length: 300 }, () => error) : [],
      runUrl: 'https://forge.test/runs/1',
    }),
  ),
  { kind: 'index-result', asked: true, unreadable: [] },
  {
    kind: 'index-result',
    asked: false,
    unreadable: Array.from({ length: 300 }, () => ({ path: NASTY, line: 3, message: NASTY })),
  },
  {
    kind: 'repo-config',
    shown: {
      text: { plain: NASTY, explained: NASTY },
      sources: Array.from({ length: 300 }, () => ({ file: NASTY, branch: NASTY })),
      complete: false,
    },
    errors: Array.from({ length: 300 }, () => error),
  },
  { kind: 'nothing-to-plan', query: NASTY, changed: dirspaces(300) },
  { kind: 'nothing-to-apply', query: '', changed: [] },
  { kind: 'not-their-turn', asked: layered(300, 3), first: layered(300, 1), layers: 3 },
  {
    kind: 'waits-for-stacks',
    held: dirspaces(300).map((one) => ({ ...one, stacks: Array(30).fill(NASTY) })),
    applying: [],
  },
  { kind: 'all-applied', left: [] },
  { kind: 'all-applied', left: dirspaces(300) },
  { kind: 'missing-plans', unplanned: dirspaces(300).map((one) => ({ ...one, why: 'failed' })) },
  {
    kind: 'owned-by-other-pull-request',
    owned: dirspaces(300).map((one) => ({ ...one, pullNumbers: [4, 5] })),
  },
  {
    kind: 'conflicting-runs',
    runs: Array.from({ length: 300 }, () => ({ run, maybeStale: true })),
  },
  { kind: 'merge-conflict' },
  { kind: 'branch-not-allowed', source: NASTY, destination: NASTY },
  {
    kind: 'apply-requirements',
    unmet: dirspaces(300).map((one) => ({ ...one, reasons: Array(30).fill(NASTY) })),
  },
  { kind: 'gates-unmet', gates: gates(300, NASTY) },
  { kind: 'gates-unmet', gates: gates(1, null) },
  {
    kind: 'gate-approval',
    login: NASTY,
    isAuthor: true,
    approved: Array(50).fill(NASTY),
    unknown: Array(50).fill({ token: NASTY, nearest: NASTY }),
    refused: Array.from({ length: 50 }, () => ({ token: NASTY, allowed: people(300) })),
    left: gates(300, NASTY),
    unplanned: [],
  },
  {
    kind: 'gate-approval',
    login: null,
    isAuthor: false,
    approved: [],
    unknown: [{ token: NASTY, nearest: null }],
    refused: [],
    left: [],
    unplanned: [],
  },
  {
    kind: 'gate-approval',
    login: NASTY,
    isAuthor: false,
    approved: [NASTY],
    unknown: [],
    refused: [],
    left: [],
    unplanned: dirspaces(300),
  },
  { kind: 'gate-usage' },
  { kind: 'fork-needs-writer' },
  { kind: 'fork-cannot-apply' },
  { kind: 'pushed-since' },
  { kind: 'not-permitted', login: NASTY, command: 'plan' },
  { kind: 'not-permitted', login: null, command: 'plan' },
  {
    kind: 'plan-denied',
    login: NASTY,
    branch: NASTY,
    denied: dirspaces(300).map((one) => ({ ...one, allowed: people(300), approval: [] })),
    rest: 'runs',
  },
  {
    kind: 'apply-denied',
    command: 'apply',
    login: NASTY,
    branch: NASTY,
    denied: dirspaces(300).map((one) => ({ ...one, allowed: people(300), approval: people(9) })),
    rest: 'kept back',
  },
  {
    kind: 'files-denied',
    login: NASTY,
    branch: NASTY,
    unlike: { destination: NASTY, defaultBranch: NASTY },
    files: Array.from({ length: 300 }, () => ({ path: NASTY, allowed: people(300) })),
  },
  { kind: 'unlock-denied', login: NASTY, allowed: people(300) },
  { kind: 'unlock-denied', login: null, allowed: null },
  { kind: 'unlocked', pullNumbers: [1, 2], drift: false },
  { kind: 'unlock-id-error', given: NASTY },
  { kind: 'still-locked', dirspaces: dirspaces(300) },
  { kind: 'autoapply-running', dirspaces: dirspaces(300), merged: true },
  { kind: 'autoapply-running', dirspaces: dirspaces(3), merged: false },
  { kind: 'workflow-missing', workflow: 'terrateam.yml' },
  { kind: 'dispatch-failed', reason: NASTY },
  {
    kind: 'run-lost',
    reason: 'died',
    runUrl: 'https://forge.test/runs/1',
    dirspaces: dirspaces(300),
    type: 'apply',
  },
  { kind: 'automerge-failed', reason: NASTY },
  { kind: 'forge-refused', reason: NASTY },
];

describe.each(MESSAGES)('$kind', (message) => {
  const body = render(message);

  test('fits into a comment, with a heading', () => {
    expect(jsonLength(body)).toBeLessThanOrEqual(COMMENT_LIMIT);
    expect(body).toMatch(/^### \S/);
  });

  test('shows nothing of others outside code', () => {
    const outside = body
      .replace(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '')
      .replace(/(`+)[^`][\s\S]*?\1/g, '');
    expect(outside).not.toContain('@everyone');
    expect(outside).not.toContain('</details>');
  });
});

test('an unknown command is answered with the nearest one', () => {
  expect(render({ kind: 'unknown-command', given: 'plam', nearest: 'plan' })).toBe(
    '### Unknown command\n\nI do not know `plam`. Did you mean `terrateam plan`?\n\n`terrateam help` lists every command.',
  );
});

test('our name without a command after it is answered with where the commands are', () => {
  const body = render({ kind: 'unknown-command', given: '', nearest: null });
  expect(body).toContain('There is no command in the comment.');
  expect(body).toContain('`terrateam help`');
});

test('what is left is said when only a part that was asked for is applied', () => {
  const body = render({ kind: 'all-applied', left: [{ dir: 'app', workspace: 'blue' }] });
  expect(body).not.toContain('Everything');
  expect(body).toContain('| `app` | `blue` |');
});

test('who asks too early learns what comes first', () => {
  const body = render({
    kind: 'not-their-turn',
    asked: [{ dir: 'app', workspace: 'default', layer: 2 }],
    first: [{ dir: 'network', workspace: 'default', layer: 1 }],
    layers: 2,
  });
  expect(body).toContain('in 2 layers');
  expect(body).toContain('| `app` | `default` | 2 |');
  expect(body).toContain(
    'first:\n\n| Directory | Workspace | Layer |\n|---|---|--:|\n| `network` | `default` | 1 |',
  );
});

test('what waits for other stacks says for which, and what is applied', () => {
  const held = [{ dir: 'app', workspace: 'prod', stacks: ['dev', 'staging'] }];
  const waits = render({ kind: 'waits-for-stacks', held, applying: [] });
  expect(waits).toContain('### Other stacks come first');
  expect(waits).toContain('| `app` | `prod` | `dev`, `staging` |');
  const part = render({
    kind: 'waits-for-stacks',
    held,
    applying: [{ dir: 'app', workspace: 'dev' }],
  });
  expect(part).toContain('### Not all of it is applied yet');
  expect(part).toContain('The rest is being applied.');
});

test('of a long list of what was expected the beginning is shown', () => {
  const body = render({
    kind: 'config-error',
    errors: [{ ...error, expected: 'first, '.repeat(99) }],
  });
  expect(body).toContain('Expected: `first, first');
});

test('a configuration error says where and what instead', () => {
  const body = render({
    kind: 'config-error',
    errors: [
      {
        file: '.terrateam/config.yml',
        line: 3,
        column: 5,
        frame: '> 3 |     plam: []\n    |     ^',
        path: 'workflows[0].plam',
        kind: 'schema',
        message: 'unknown key',
        expected: 'plan or apply',
        nearest: 'plan',
      },
    ],
  });
  expect(body).toContain(
    '`.terrateam/config.yml`, line 3, column 5, at `workflows[0].plam`: `unknown key`\n\n' +
      '```\n> 3 |     plam: []\n    |     ^\n```\n\n' +
      'Expected: `plan or apply`\n\nDid you mean `plan`?\n\nFix it',
  );
});

test('a run in the way says when it began', () => {
  const dispatchedAt = Date.UTC(2026, 0, 31, 8, 5, 9);
  const runs = [{ run: { ...run, dispatchedAt }, maybeStale: false }];
  expect(render({ kind: 'conflicting-runs', runs })).toContain(
    '| apply | running | 2026-01-31 08:05:09 | #4 |',
  );
});

test('a lock names its owner and the command that gives it up', () => {
  const owned = [{ dir: 'network', workspace: 'default', pullNumbers: [12, 13] }];
  const body = render({ kind: 'owned-by-other-pull-request', owned });
  expect(body).toContain('| `network` | `default` | #12, #13 |');
  expect(body).toContain('`terrateam unlock 12 13`');
});

describe('a denial', () => {
  const denied = [
    { dir: 'app', workspace: 'prod', allowed: ['team:sre', 'user:dana'], approval: ['team:sre'] },
    { dir: 'dns', workspace: 'default', allowed: [], approval: [] },
    { dir: 'new', workspace: 'default', allowed: null, approval: [] },
    { dir: 'web', workspace: 'default', allowed: ['*'], approval: [] },
  ];
  const base = { login: 'bob', branch: 'main', denied };

  test('says who may, and whose approval would do', () => {
    const body = render({ kind: 'apply-denied', command: 'apply', ...base, rest: 'kept back' });
    expect(body).toBe(
      [
        '### Not permitted to apply',
        '',
        '`bob` may not apply these:',
        '',
        '| Directory | Workspace | Who may |',
        '|---|---|---|',
        '| `app` | `prod` | `team:sre`, `user:dana`; `bob`, too, once it is approved by `team:sre` |',
        '| `dns` | `default` | nobody |',
        '| `new` | `default` | nobody: no policy matches it |',
        '| `web` | `default` | whoever may write |',
        '',
        'So nothing was applied, as `apply_require_all_dirspace_access` wants it; a tag query that leaves them out applies the rest. Whoever may apply them, comment `terrateam apply`. The rules are those of `access_control` on the branch `main`; `terrateam repo-config` shows where each is written.',
      ].join('\n'),
    );
  });

  test('of a part says that the rest goes on', () => {
    const plan = render({ kind: 'plan-denied', ...base, rest: 'runs' });
    expect(plan).toContain('### Not all of it is planned');
    expect(plan).toContain('The rest is being planned. Whoever may plan them');
    const apply = render({
      kind: 'apply-denied',
      command: 'apply-autoapprove',
      ...base,
      rest: 'runs',
    });
    expect(apply).toContain('may not apply these without a plan made before:');
    expect(apply).toContain('The rest is being applied. Whoever');
  });

  test('of a push of somebody unknown does not name them', () => {
    const body = render({ kind: 'plan-denied', ...base, login: null, rest: 'none' });
    expect(body).toContain('It is not known who brought these commits, so these were not planned:');
  });

  test('of files names them and who may', () => {
    const files = [{ path: '.terrateam/config.yml', allowed: ['team:sre'] }];
    const denied = { kind: 'files-denied', login: 'bob', branch: 'main', files } as const;
    const body = render({ ...denied, unlike: null });
    expect(body).toContain('Nothing was run for `bob`');
    expect(body).toContain('| `.terrateam/config.yml` | `team:sre` |');
    expect(body).not.toContain('As this is for');
    const other = render({
      ...denied,
      unlike: { destination: 'release/1', defaultBranch: 'main' },
    });
    expect(other).toContain('As this is for `release/1`, files count that `main` does not have');
  });

  test('of unlocking says who may', () => {
    const unlock = (allowed: readonly string[] | null) =>
      render({ kind: 'unlock-denied', login: 'bob', allowed });
    expect(unlock(['role:admin'])).toContain('`bob` may not. Who may: `role:admin`.');
    expect(unlock([])).toContain('Nobody may');
    expect(unlock(null)).toContain('only admins of the repository may');
  });
});

describe('a configuration', () => {
  const shown = (plain: string, explained: string): Message => ({
    kind: 'repo-config',
    shown: {
      text: { plain, explained },
      sources: [
        { file: 'terrateam:config/defaults.yml', branch: 'main' },
        { file: '.terrateam/config.yml', branch: 'change' },
      ],
      complete: true,
    },
    errors: [],
  });

  test('is shown with where it comes from', () => {
    const body = render(shown('enabled: true', 'enabled: true # default'));
    expect(body).toContain('- `terrateam:config/defaults.yml` on `main`\n');
    expect(body).toContain('```yaml\nenabled: true # default\n```');
  });

  test('too long for that is shown without', () => {
    const body = render(shown('enabled: true', 'x'.repeat(COMMENT_LIMIT)));
    expect(body).toContain('```yaml\nenabled: true\n```');
  });

  test('too long for a comment is named with the command that prints it', () => {
    const body = render(shown('y'.repeat(COMMENT_LIMIT), 'x'.repeat(COMMENT_LIMIT)));
    expect(body).toContain('`terrane config show --why`');
  });
});

test('a failing builder shows the end of what it printed, and where the rest is', () => {
  const body = render({
    kind: 'build-failed',
    type: 'build-tree',
    branch: 'main',
    failure: { kind: 'failed', output: 'line 1\nno such file\n' },
    errors: [],
    runUrl: 'https://forge.test/runs/1',
  });
  expect(body).toBe(
    [
      '### The tree builder failed',
      '',
      'It was to build the destination branch `main`. Nothing was planned.',
      '',
      '```',
      'line 1',
      'no such file',
      '```',
      '',
      "[The run's log](https://forge.test/runs/1) has all of its output. Fix it and push, or comment `terrateam plan` to try again.",
    ].join('\n'),
  );
});

test('files that could not be indexed are named with their line', () => {
  const unreadable = [{ path: 'app/main.tf', line: 3, message: 'a brace is missing' }];
  const body = render({ kind: 'index-result', asked: true, unreadable });
  expect(body).toContain('- `app/main.tf`, line 3: `a brace is missing`');
});
