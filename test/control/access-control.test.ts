import { describe, expect, test } from 'vitest';
import { commentEvent, type Plane, pullRequestEvent, startPlane } from './control-plane.ts';
import { runnerOf } from './runner-client.ts';

const BASE = { 'network/main.tf': 'a', 'app/main.tf': 'a' };
const CHANGE = { 'network/main.tf': 'b' };
const CONFIG = '.terrateam/config.yml';

/** alice may write and is in no list; bob may write and is the one whom rules name. */
async function planeWith(config: string, more: Readonly<Record<string, string>> = {}) {
  const plane = await startPlane();
  plane.forge.permissions.set('bob', 'write');
  plane.forge.push('main', { ...BASE, [CONFIG]: config, ...more });
  return plane;
}

const tipOf = ({ forge }: Plane, branch: string) =>
  forge.branches.get(branch) ?? expect.fail(`there is no branch ${branch}`);

/** Pushes to the pull request's branch: what the default branch has, changed. */
async function push(plane: Plane, files: Readonly<Record<string, string>>, sender: string) {
  const { forge, deliver } = plane;
  const main = forge.commits.get(tipOf(plane, 'main')) ?? {};
  const sha = forge.push('change', { ...main, ...files });
  const isNew = !forge.pulls.has(7);
  if (isNew) forge.open(7, 'change', { author: sender });
  const action = isNew ? 'opened' : 'synchronize';
  await deliver('pull_request', pullRequestEvent(action, 7, sender, sha));
  await plane.settled();
}

async function comment(plane: Plane, body: string, login: string) {
  await plane.deliver('issue_comment', commentEvent(7, body, login));
  await plane.settled();
}

/** What is merged is known of by whom; the event's sender may be somebody else. */
async function merge(plane: Plane, mergedBy: string, sender = mergedBy) {
  const { forge, deliver } = plane;
  const pull = forge.pulls.get(7) ?? expect.fail('there is no pull request');
  const mergeSha = forge.push('main', forge.commits.get(pull.headSha) ?? {});
  forge.pulls.set(7, { ...pull, state: 'merged', mergeSha, mergedAt: Date.now(), mergedBy });
  await deliver('pull_request', pullRequestEvent('closed', 7, sender, pull.headSha));
  await plane.settled();
}

function clientOf({ app, forge }: Plane, index: number) {
  const run = forge.runs.at(index) ?? expect.fail('no such run was dispatched');
  return runnerOf(app, run, (branch) => forge.branches.get(branch) ?? '');
}

/** The newest run's work, done. */
async function work(plane: Plane): Promise<string> {
  const { type, changed_dirspaces } = await clientOf(plane, -1).work();
  await plane.settled();
  return `${type} ${changed_dirspaces.map(({ path }) => path).join(' ')}`;
}

const headings = ({ forge }: Plane) => forge.comments.map(({ body }) => body.split('\n')[0]);
const last = ({ forge }: Plane) => forge.comments.at(-1)?.body;

const policies = (...lines: readonly string[]) =>
  `access_control:\n  policies:\n${lines.map((line) => `    - { ${line} }\n`).join('')}`;
const BOB_APPLIES = policies('tag_query: "", apply: ["user:bob"]');

describe('a policy of the default branch', () => {
  test('lets one apply and not another', async () => {
    await using plane = await planeWith(BOB_APPLIES);
    await push(plane, CHANGE, 'alice');
    expect(await work(plane)).toBe('plan network');
    await comment(plane, 'terrateam apply', 'alice');
    expect(last(plane)).toContain('### Not permitted to apply\n\n`alice` may not apply these:');
    expect(last(plane)).toContain('| `network` | `default` | `user:bob` |');
    expect(plane.forge.runs).toHaveLength(1);
    await comment(plane, 'terrateam apply', 'bob');
    expect(await work(plane)).toBe('apply network');
  });

  test('is not loosened by the pull request that it judges', async () => {
    await using plane = await planeWith(BOB_APPLIES);
    const loose = `default_branch_overrides: []\n${policies('tag_query: "", apply: ["*"]')}`;
    await push(plane, { ...CHANGE, [CONFIG]: loose }, 'alice');
    expect(await work(plane)).toBe('plan network');
    await comment(plane, 'terrateam apply', 'alice');
    expect(last(plane)).toContain('### Not permitted to apply');
    expect(plane.forge.runs).toHaveLength(1);
  });

  test('means members of a team, as far as its members can be read', async () => {
    await using plane = await planeWith(policies('tag_query: "", plan: ["team:sre"]'));
    plane.forge.teams.set('sre', ['Bob']);
    await push(plane, CHANGE, 'alice');
    expect(headings(plane)).toEqual(['### Not permitted to plan']);
    await comment(plane, 'terrateam plan', 'bob');
    expect(await work(plane)).toBe('plan network');
    plane.forge.teams.clear();
    await comment(plane, 'terrateam plan', 'bob');
    expect(last(plane)).toContain('### Not permitted to plan');
  });

  test('asks the forge for no team where none is named', async () => {
    await using plane = await planeWith(BOB_APPLIES);
    await push(plane, CHANGE, 'alice');
    await comment(plane, 'terrateam plan', 'alice');
    expect(plane.forge.asked).not.toContain('teamMembers');
  });

  test('lets somebody apply whom another has approved', async () => {
    await using plane = await planeWith(
      policies(
        'tag_query: "", apply: [], apply_with_superapproval: ["*"], superapproval: ["team:sre"]',
      ),
    );
    plane.forge.teams.set('sre', ['bob']);
    await push(plane, CHANGE, 'alice');
    expect(await work(plane)).toBe('plan network');
    await comment(plane, 'terrateam apply', 'alice');
    expect(last(plane)).toContain('nobody; `alice`, too, once it is approved by `team:sre`');
    plane.forge.approvedBy.push('bob');
    await comment(plane, 'terrateam apply', 'alice');
    expect(await work(plane)).toBe('apply network');
  });

  test('is known where a pull request breaks the configuration', async () => {
    await using plane = await planeWith('access_control:\n  unlock: ["user:bob"]\n');
    await push(plane, { [CONFIG]: 'workflow: []\n' }, 'alice');
    await comment(plane, 'terrateam unlock 3', 'alice');
    expect(last(plane)).toContain('`alice` may not. Who may: `user:bob`.');
    await comment(plane, 'terrateam unlock 3', 'bob');
    expect(last(plane)).toContain('### Unlocked');
  });

  test('leaves unlocking to admins when it cannot be read', async () => {
    await using plane = await planeWith('workflow: []\n');
    plane.forge.permissions.set('root', 'admin');
    await push(plane, CHANGE, 'alice');
    await comment(plane, 'terrateam unlock', 'alice');
    expect(last(plane)).toContain('only admins of the repository may');
    await comment(plane, 'terrateam unlock', 'root');
    expect(last(plane)).toContain('### Unlocked');
  });
});

describe('somebody who may not write', () => {
  const AUTO_APPLY =
    'stacks:\n  names:\n    all:\n      tag_query: ""\n      rules: { auto_apply: true }\n';

  test('has nothing run by opening a pull request of a branch that others have pushed', async () => {
    await using plane = await planeWith(AUTO_APPLY);
    await push(plane, CHANGE, 'mallory');
    expect(headings(plane)).toEqual(['### Not permitted to plan']);
    expect(plane.forge.runs).toEqual([]);
  });

  test('and may plan, has nothing applied by itself that only writers may apply', async () => {
    const rules = policies('tag_query: "", plan: ["user:mallory"]');
    await using plane = await planeWith(AUTO_APPLY + rules);
    await push(plane, CHANGE, 'alice');
    await comment(plane, 'terrateam plan', 'mallory');
    expect(await work(plane)).toBe('plan network');
    expect(plane.forge.runs).toHaveLength(1);
    expect(last(plane)).toContain('`mallory` may not apply these:');
  });
});

describe('a change of the configuration', () => {
  const RULE = 'access_control:\n  terrateam_config_update: ["user:bob"]\n';

  test('is run for those only who are named', async () => {
    await using plane = await planeWith(RULE);
    await push(plane, { ...CHANGE, [CONFIG]: `${RULE}parallel_runs: 5\n` }, 'alice');
    expect(last(plane)).toContain('| `.terrateam/config.yml` | `user:bob` |');
    await comment(plane, 'terrateam plan', 'alice');
    await comment(plane, 'terrateam index', 'alice');
    expect(headings(plane)).toEqual(Array(3).fill('### Not permitted with these changes'));
    expect(plane.forge.runs).toEqual([]);
    await comment(plane, 'terrateam plan', 'bob');
    expect(await work(plane)).toBe('plan network');
    await comment(plane, 'terrateam apply', 'alice');
    expect(last(plane)).toContain('### Not permitted with these changes');
    expect(plane.forge.runs).toHaveLength(1);
  });

  test('is seen when it is taken away or has another name', async () => {
    await using plane = await planeWith(RULE);
    const { forge } = plane;
    const { [CONFIG]: _, ...rest } = forge.commits.get(tipOf(plane, 'main')) ?? {};
    const sha = forge.push('change', { ...rest, ...CHANGE, '.terrateam/config.yaml': RULE });
    forge.open(7, 'change');
    await plane.deliver('pull_request', pullRequestEvent('opened', 7, 'alice', sha));
    await plane.settled();
    expect(last(plane)).toContain('| `.terrateam/config.yml` | `user:bob` |');
    expect(last(plane)).toContain('| `.terrateam/config.yaml` | `user:bob` |');
    expect(forge.runs).toEqual([]);
  });

  test('is not hidden by a tree builder that it brings, which is not run either', async () => {
    await using plane = await planeWith(RULE);
    const builder = 'tree_builder:\n  enabled: true\n  script: ./lie\n';
    await push(plane, { ...CHANGE, [CONFIG]: RULE + builder }, 'alice');
    await comment(plane, 'terrateam plan', 'alice');
    expect(headings(plane)).toEqual(Array(2).fill('### Not permitted with these changes'));
    expect(plane.forge.runs).toEqual([]);
  });
});

describe('a guarded file on a destination branch of its own', () => {
  const WORKFLOW = '.github/workflows/terrateam.yml';
  const RULES = `destination_branches: [main, "release/*"]
access_control:
  ci_config_update: ["user:bob"]
  terrateam_config_update: ["user:bob"]
  files: { run.sh: ["user:bob"] }
`;

  const GOOD = { [WORKFLOW]: 'good', 'run.sh': 'good' };

  /** Pushes both branches, and opens the one into the other. */
  async function intoRelease(
    plane: Plane,
    release: Readonly<Record<string, string>>,
    head = release,
  ) {
    const { forge } = plane;
    const baseSha = forge.push('release/x', release);
    const sha = forge.push('change', { ...head, ...CHANGE });
    forge.open(7, 'change', { baseRef: 'release/x', baseSha });
    const leave = (left: string | null) =>
      forge.mergeBases.set(`${tipOf(plane, 'main')}...${sha}`, left);
    const opened = async () => {
      await plane.deliver('pull_request', pullRequestEvent('opened', 7, 'alice', sha));
      await plane.settled();
    };
    return { leave, opened };
  }

  const filesOf = (plane: Plane) => plane.forge.commits.get(tipOf(plane, 'main')) ?? {};

  test.each([
    [WORKFLOW, 'evil'],
    [CONFIG, `${RULES}parallel_runs: 5\n`],
    ['run.sh', 'evil'],
  ])('has nothing run: %s', async (path, text) => {
    await using plane = await planeWith(RULES, GOOD);
    const { opened } = await intoRelease(plane, { ...filesOf(plane), [path]: text });
    await opened();
    expect(headings(plane)).toEqual(['### Not permitted with these changes']);
    expect(last(plane)).toContain(`| \`${path}\` | \`user:bob\` |`);
    expect(last(plane)).toContain('As this is for `release/x`, files count that `main` does not');
    expect(plane.forge.runs).toEqual([]);
    await comment(plane, 'terrateam plan', 'bob');
    expect(await work(plane)).toBe('plan network');
  });

  test('has nothing run where it was taken away, or the branch never was of the default one', async () => {
    await using plane = await planeWith(RULES, GOOD);
    const { 'run.sh': _, ...without } = filesOf(plane);
    const { leave, opened } = await intoRelease(plane, { ...without, [WORKFLOW]: 'evil' });
    leave(null);
    await opened();
    expect(last(plane)).toContain('| `run.sh` | `user:bob` |');
    expect(last(plane)).toContain(`| \`${WORKFLOW}\` | \`user:bob\` |`);
    expect(plane.forge.runs).toEqual([]);
  });

  test('is none when the default branch had it so, and has moved on since', async () => {
    await using plane = await planeWith(RULES, GOOD);
    const older = tipOf(plane, 'main');
    const released = filesOf(plane);
    plane.forge.push('main', { ...released, [WORKFLOW]: 'better', 'run.sh': 'better' });
    // One of them was taken over since.
    const release = { ...released, 'run.sh': 'better' };
    const { leave, opened } = await intoRelease(plane, release);
    leave(older);
    await opened();
    expect(headings(plane)).toEqual([]);
    expect(await work(plane)).toBe('plan network');
  });

  test('stops nothing where the rules leave it to whoever may write', async () => {
    await using plane = await planeWith('destination_branches: [main, "release/*"]\n', GOOD);
    const { opened } = await intoRelease(plane, { ...filesOf(plane), [WORKFLOW]: 'other' });
    await opened();
    expect(await work(plane)).toBe('plan network');
  });
});

test('a stranger’s costly configuration is given up soon, and says who may have it tried longer', async () => {
  await using plane = await planeWith('');
  const { forge } = plane;
  const globs = Array.from({ length: 12_000 }, (_, i) => `  "**/*a*a*${i}/x": {}\n`).join('');
  const files = Array.from({ length: 20_000 }, (_, i) => [`m${i}/${'a'.repeat(200)}/main.tf`, '']);
  const sha = forge.push('change', { ...Object.fromEntries(files), [CONFIG]: `dirs:\n${globs}` });
  forge.open(7, 'change', { fork: true, author: 'mallory' });
  await plane.deliver('pull_request', pullRequestEvent('opened', 7, 'mallory', sha));
  await plane.settled();
  expect(last(plane)).toContain('more than 2 seconds');
  expect(last(plane)).toContain('somebody who may write to the repository comments');
  expect(forge.runs).toEqual([]);
});

describe('what nobody asks for', () => {
  const AUTO = 'stacks:\n  names:\n    all: { tag_query: "", rules: { auto_apply: true } }\n';
  const AFTER_MERGE = 'when_modified:\n  autoapply: true\n';
  const LAYERS = 'dirs:\n  app:\n    when_modified: { depends_on: "dir:network" }\n';

  test('after a merge is done for whoever merged', async () => {
    await using plane = await planeWith(AFTER_MERGE + BOB_APPLIES);
    await push(plane, CHANGE, 'bob');
    expect(await work(plane)).toBe('plan network');
    await merge(plane, 'alice');
    expect(last(plane)).toContain('`alice` may not apply these:');
    expect(plane.forge.runs).toHaveLength(1);
  });

  test('after a merge is done for whoever merged, also when a plan is under way', async () => {
    await using plane = await planeWith(AFTER_MERGE + BOB_APPLIES);
    await push(plane, CHANGE, 'alice');
    await merge(plane, 'bob');
    expect(await work(plane)).toBe('plan network');
    expect(await work(plane)).toBe('apply network');
  });

  test('is done for those for whom the run was that led to it', async () => {
    await using plane = await planeWith(AUTO + BOB_APPLIES);
    await push(plane, CHANGE, 'bob');
    expect(await work(plane)).toBe('plan network');
    expect(await work(plane)).toBe('apply network');
  });

  test('is not done for the author when somebody else has pushed', async () => {
    await using plane = await planeWith(AUTO + BOB_APPLIES);
    await push(plane, CHANGE, 'bob');
    await push(plane, { 'network/main.tf': 'theirs' }, 'alice');
    expect(await work(plane)).toBe('plan network');
    expect(last(plane)).toContain('`alice` may not apply these:');
    const { rows } = await plane.pool.query(
      `select type, requested_by from work_manifests where state = 'completed'`,
    );
    expect(rows).toEqual([{ type: 'plan', requested_by: 'alice' }]);
  });

  test('is done for nobody when the branch was pushed to under a run', async () => {
    const BOB_PLANS = policies('tag_query: "", plan: ["user:bob"], apply: ["user:bob"]');
    await using plane = await planeWith(LAYERS + BOB_PLANS);
    await push(plane, CHANGE, 'bob');
    expect(await work(plane)).toBe('plan network');
    await comment(plane, 'terrateam apply', 'bob');
    const applying = clientOf(plane, -1);
    const manifest = await applying.begin();
    await push(plane, { 'network/main.tf': 'theirs' }, 'alice');
    await applying.work(manifest);
    await plane.settled();
    expect(plane.forge.runs).toHaveLength(2);
    const said = plane.forge.comments.map(({ body }) => body);
    expect(said).toContainEqual(
      expect.stringContaining(
        'It is not known who brought these commits, so these were not planned',
      ),
    );
  });

  test('is done for the next layer as for the one before it', async () => {
    await using plane = await planeWith(LAYERS + BOB_APPLIES);
    await push(plane, CHANGE, 'alice');
    await work(plane);
    await comment(plane, 'terrateam apply', 'bob');
    expect(await work(plane)).toBe('apply network');
    expect(await work(plane)).toBe('plan app');
    const { rows } = await plane.pool.query(
      'select type, requested_by from work_manifests order by created_at',
    );
    expect(rows.map(({ type, requested_by }) => `${type} ${requested_by}`)).toEqual([
      'plan alice',
      'apply bob',
      'plan bob',
    ]);
  });

  test('is not planned for who pushed before somebody else did', async () => {
    await using plane = await planeWith(policies('tag_query: "", plan: ["user:bob"]'));
    const { forge } = plane;
    const main = forge.commits.get(tipOf(plane, 'main')) ?? {};
    const own = forge.push('change', { ...main, ...CHANGE });
    forge.open(7, 'change', { author: 'bob' });
    forge.push('change', { ...main, 'network/main.tf': 'theirs' });
    // It comes in late: the branch has moved on.
    await plane.deliver('pull_request', pullRequestEvent('opened', 7, 'bob', own));
    await plane.settled();
    expect(forge.runs).toEqual([]);
    expect(last(plane)).toContain('It is not known who brought these commits');
  });
});

test('a command that waits for a build is not about what is pushed meanwhile', async () => {
  const config = 'config_builder:\n  enabled: true\n  script: ./config\n';
  await using plane = await planeWith(config);
  const { forge } = plane;
  const main = forge.commits.get(tipOf(plane, 'main')) ?? {};
  forge.push('change', { ...main, ...CHANGE });
  // A stranger's, which is run only when somebody has read it.
  forge.open(7, 'change', { fork: true, author: 'mallory' });
  await comment(plane, 'terrateam plan', 'alice');
  const builder = clientOf(plane, 0);
  const manifest = await builder.begin();
  const theirs = forge.push('change', { ...main, 'network/main.tf': 'worse' });
  await builder.result({ config: manifest.config });
  await plane.settled();
  expect(last(plane)).toContain('### The branch was pushed to');
  await plane.deliver('pull_request', pullRequestEvent('synchronize', 7, 'mallory', theirs));
  await plane.settled();
  expect(forge.runs).toHaveLength(1);
  const left = await plane.pool.query('select from deliveries where processed_at is null');
  expect(left.rows).toEqual([]);
});
