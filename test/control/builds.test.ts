import { describe, expect, test } from 'vitest';
import { ForgeError } from '../../src/forge/forge.ts';
import {
  commentEvent,
  type Plane,
  pullRequestEvent,
  startPlane,
  workflowRunEvent,
} from './control-plane.ts';
import type { PeerRun } from './forge-peer.ts';
import { type Manifest, runnerOf } from './runner-client.ts';

type Brings = Readonly<Record<string, (manifest: Manifest) => object>>;

/** What builders make of a commit when nothing else is said: the files by their names, and nothing. */
const EMPTY_INDEX = { paths: {}, symlinks: {}, success: true, version: 1 };

function clientOf({ app, forge }: Plane, run: PeerRun) {
  return runnerOf(app, run, (branch) => forge.branches.get(branch) ?? '');
}

/** Works on every run that was dispatched and is not done; says what each was. */
function worker(plane: Plane, brings: Brings) {
  const done = new Set<string>();
  return async (most = Number.POSITIVE_INFINITY): Promise<readonly Manifest[]> => {
    const worked: Manifest[] = [];
    await plane.settled();
    for (;;) {
      const run = plane.forge.runs.find(({ id }) => !done.has(id));
      if (!run || worked.length >= most) return worked;
      done.add(run.id);
      const client = clientOf(plane, run);
      const manifest = await client.begin();
      const bring = brings[manifest.type];
      if (bring) {
        const answer = await client.result(bring(manifest));
        if (answer.statusCode !== 200) throw new Error(answer.body);
      } else await client.work(manifest);
      worked.push(manifest);
      await plane.settled();
    }
  };
}

const said = ({ forge }: Plane) => forge.comments.map(({ body }) => body);
const headings = (plane: Plane) => said(plane).map((body) => body.split('\n')[0]);
const typesOf = (manifests: readonly Manifest[]) => manifests.map(({ type }) => type);

const TREE = 'tree_builder:\n  enabled: true\n  script: ./tree\n';
const CONFIG = 'config_builder:\n  enabled: true\n  script: ./config\n';
const INDEX = 'indexer:\n  enabled: true\n';

function push(plane: Plane, config: string, files: Readonly<Record<string, string>> = {}): string {
  const { forge } = plane;
  const before = { 'network/main.tf': 'a', 'app/main.tf': 'a', '.terrateam/config.yml': config };
  forge.push('main', before);
  return forge.push('change', { ...before, 'network/main.tf': 'b', ...files });
}

async function open(plane: Plane, number = 7, branch = 'change'): Promise<void> {
  plane.forge.open(number, branch);
  await plane.deliver('pull_request', pullRequestEvent('opened', number));
  await plane.settled();
}

/** The forge's tree at the commit of a manifest, with an id of its own for each file. */
function treeOf({ forge }: Plane, { head_sha }: Manifest): object {
  const files = Object.entries(forge.commits.get(head_sha) ?? {});
  return { files: files.map(([path, id]) => ({ path: `./${path}`, id })) };
}

describe('a pull request whose configuration is built', () => {
  test('is planned once its trees, its configuration and its index are there', async () => {
    await using plane = await startPlane();
    const { forge } = plane;
    const head = push(plane, TREE + CONFIG + INDEX);
    const base = forge.branches.get('main');
    const work = worker(plane, {
      'build-tree': (manifest) => treeOf(plane, manifest),
      'build-config': ({ config }) => ({
        config: { ...Object(config), hooks: { plan: { pre: [{ type: 'run', cmd: ['built'] }] } } },
      }),
      index: () => EMPTY_INDEX,
    });
    await open(plane);
    expect(forge.shown(head)).toEqual({
      'terrateam build-tree': 'pending',
      'terrateam build-tree [main]': 'pending',
    });
    const manifests = await work();
    const [config, index, plan] = manifests.slice(2);
    const destination = manifests.find((manifest) => 'checkout' in manifest);
    const tree = manifests.find((manifest) => !('checkout' in manifest));
    expect(typesOf(manifests)).toEqual([
      'build-tree',
      'build-tree',
      'build-config',
      'index',
      'plan',
    ]);
    expect(tree).toMatchObject({
      base_ref: 'main',
      head_sha: head,
      config: { tree_builder: { script: './tree' } },
    });
    expect(tree).not.toHaveProperty('checkout');
    expect(destination).toMatchObject({
      head_sha: base,
      checkout: { ref: 'refs/heads/main', sha: base },
    });
    expect(config).toMatchObject({
      head_sha: head,
      config: {
        dirs: {
          network: {
            workspaces: { default: { when_modified: { file_patterns: expect.any(Array) } } },
          },
        },
      },
    });
    expect(index).toMatchObject({ dirs: ['app', 'network'] });
    expect(plan).toMatchObject({
      changed_dirspaces: [{ path: 'network' }],
      config: { hooks: { plan: { pre: [{ cmd: ['built'] }] } } },
    });
    expect(headings(plane)).toEqual(['### Plan: 1 dirspace']);
    expect(forge.shown(head)).toMatchObject({
      'terrateam build-tree': 'success',
      'terrateam build-tree [main]': 'success',
      'terrateam build-config': 'success',
      'terrateam index': 'success',
      'terrateam plan': 'success',
    });
  });

  test('takes no rule that guards it from a builder', async () => {
    await using plane = await startPlane();
    push(plane, CONFIG);
    const built = {
      apply_requirements: { checks: [{ tag_query: '', merge_conflicts: { enabled: false } }] },
      destination_branches: ['release'],
      batch_runs: { enabled: true },
    };
    const work = worker(plane, { 'build-config': () => ({ config: built }) });
    await open(plane);
    const plan = (await work()).at(-1);
    expect(plan?.config).toMatchObject({
      apply_requirements: { checks: [{ merge_conflicts: { enabled: true } }] },
      destination_branches: [],
      batch_runs: { enabled: true },
    });
  });

  test('changes what the trees say, whatever the forge thinks', async () => {
    await using plane = await startPlane();
    const { forge } = plane;
    const head = push(plane, TREE);
    const files = (id: string) => [
      { path: 'network/main.tf', id: 'same' },
      { path: '/generated/app/main.tf', id },
      { path: 'flagged/main.tf', ...(id === head ? { changed: true } : {}) },
    ];
    const work = worker(plane, { 'build-tree': ({ head_sha }) => ({ files: files(head_sha) }) });
    await open(plane);
    const manifests = await work();
    expect(typesOf(manifests)).toEqual(['build-tree', 'build-tree', 'plan']);
    expect(manifests[2]?.changed_dirspaces.map(({ path }) => path)).toEqual([
      'flagged',
      'generated/app',
    ]);
    expect(forge.shown(head)['terrateam plan']).toBe('success');
  });

  test('with an empty tree changes nothing', async () => {
    await using plane = await startPlane();
    const head = push(plane, TREE);
    const work = worker(plane, { 'build-tree': () => ({ files: [] }) });
    await open(plane);
    expect(typesOf(await work())).toEqual(['build-tree', 'build-tree']);
    expect(plane.forge.shown(head)['terrateam plan']).toBe('success');
  });

  test('is built once where a branch has nothing of its own yet', async () => {
    await using plane = await startPlane();
    const { forge } = plane;
    push(plane, TREE);
    forge.branches.set('change', forge.branches.get('main') ?? '');
    const work = worker(plane, { 'build-tree': (manifest) => treeOf(plane, manifest) });
    await open(plane);
    expect(typesOf(await work())).toEqual(['build-tree']);
    expect(forge.shown(forge.branches.get('main') ?? '')).toMatchObject({
      'terrateam build-tree': 'success',
      'terrateam build-tree [main]': 'success',
      'terrateam plan': 'success',
    });
  });

  test('takes no longer for those who come to the same destination later', async () => {
    await using plane = await startPlane();
    push(plane, TREE);
    const work = worker(plane, { 'build-tree': (manifest) => treeOf(plane, manifest) });
    await open(plane);
    await work();
    const { forge } = plane;
    forge.push('change', {
      ...forge.commits.get(forge.branches.get('main') ?? ''),
      'app/main.tf': 'c',
    });
    await plane.deliver('pull_request', pullRequestEvent('synchronize', 7));
    const again = await work();
    expect(typesOf(again)).toEqual(['build-tree', 'plan']);
    expect(again[0]).toMatchObject({ head_sha: forge.branches.get('change') });
    expect(forge.shown(again[0]?.head_sha ?? '')['terrateam build-tree [main]']).toBe('success');
  });

  test('waits with others for the destination that one of them has built', async () => {
    await using plane = await startPlane();
    const { forge } = plane;
    push(plane, TREE);
    const base = forge.commits.get(forge.branches.get('main') ?? '');
    forge.push('other', { ...base, 'app/main.tf': 'c' });
    const work = worker(plane, { 'build-tree': (manifest) => treeOf(plane, manifest) });
    await open(plane);
    await open(plane, 8, 'other');
    expect(typesOf(await work())).toEqual([
      'build-tree',
      'build-tree',
      'build-tree',
      'plan',
      'plan',
    ]);
  });

  test('is looked at when the runs end at once, and planned once', async () => {
    await using plane = await startPlane();
    await using _second = await plane.another();
    push(plane, TREE);
    await open(plane);
    const clients = plane.forge.runs.map((run) => clientOf(plane, run));
    await Promise.all(
      clients.map(async (client) => {
        const manifest = await client.begin();
        await client.result(treeOf(plane, manifest));
      }),
    );
    await plane.settled();
    const { rows } = await plane.pool.query(`select type from work_manifests order by created_at`);
    expect(rows.map(({ type }) => type)).toEqual(['build-tree', 'build-tree', 'plan']);
    const left = await plane.pool.query('select from deliveries where processed_at is null');
    expect(left.rows).toEqual([]);
  });

  test('that was pushed to meanwhile is built and planned at its new head', async () => {
    await using plane = await startPlane();
    const { forge } = plane;
    push(plane, CONFIG);
    const work = worker(plane, { 'build-config': ({ config }) => ({ config }) });
    await open(plane);
    const old = clientOf(plane, forge.runs[0] ?? expect.fail('nothing was dispatched'));
    await old.begin();
    const head = push(plane, CONFIG, { 'network/more.tf': 'c' });
    await plane.deliver('pull_request', pullRequestEvent('synchronize', 7));
    await plane.settled();
    expect(forge.cancelled).toEqual([forge.runs[0]?.id]);
    expect((await old.result({ config: {} })).statusCode).toBe(403);
    const manifests = (await work()).filter(({ type }) => type !== 'done');
    expect(typesOf(manifests)).toEqual(['build-config', 'plan']);
    expect(manifests[1]?.head_sha).toBe(head);
  });

  test('whose job checks out another commit without a push is told so', async () => {
    await using plane = await startPlane();
    push(plane, CONFIG);
    await open(plane);
    const client = clientOf(plane, plane.forge.runs[0] ?? expect.fail('nothing was dispatched'));
    expect((await client.initiate(undefined, 'elsewhere')).json()).toEqual({ type: 'done' });
    await plane.settled();
    expect(said(plane)).toEqual([expect.stringContaining('The job checked out elsewhere')]);
  });

  test('is applied by itself after the merge, once what the merge asks for is built', async () => {
    await using plane = await startPlane();
    const { forge } = plane;
    const config = `${CONFIG}when_modified:\n  autoapply: true\n`;
    const head = push(plane, config);
    const work = worker(plane, { 'build-config': ({ config }) => ({ config }) });
    await open(plane);
    await work();
    // Another configuration of the organisation makes another input.
    forge.central = { 'config/defaults.yml': 'parallel_runs: 5\n' };
    const pull = forge.pulls.get(7) ?? expect.fail('there is no pull request');
    const mergeSha = forge.push('main', forge.commits.get(head) ?? {});
    forge.pulls.set(7, { ...pull, state: 'merged', mergeSha, mergedAt: Date.now() });
    await plane.deliver('pull_request', pullRequestEvent('closed', 7));
    const manifests = await work();
    expect(typesOf(manifests)).toEqual(['build-config', 'apply']);
    expect(manifests[0]).toMatchObject({ checkout: { ref: 'refs/pull/7/head', sha: head } });
  });

  test('is built by a fork’s script when a writer asks, without secrets and for nobody else', async () => {
    await using plane = await startPlane();
    const { forge } = plane;
    const head = push(plane, CONFIG);
    forge.open(7, 'change', { fork: true, author: 'mallory' });
    const work = worker(plane, { 'build-config': ({ config }) => ({ config }) });
    await plane.deliver('pull_request', pullRequestEvent('opened', 7, 'mallory'));
    await plane.deliver('issue_comment', commentEvent(7, 'terrateam plan', 'mallory'));
    expect(await work()).toEqual([]);
    await plane.deliver('issue_comment', commentEvent(7, 'terrateam plan'));
    expect(typesOf(await work())).toEqual(['build-config', 'plan']);
    expect(forge.runs[0]).toMatchObject({ branch: 'main', inputs: { fork: 'true' } });
    // The same commit on a branch of the repository is not planned by what a stranger's job said.
    await open(plane, 8);
    const [again] = await work();
    expect(again).toMatchObject({ type: 'build-config', head_sha: head });
    expect(forge.runs.at(-1)?.inputs).not.toHaveProperty('fork');
  });

  test('that is closed is built no further', async () => {
    await using plane = await startPlane();
    const { forge } = plane;
    const head = push(plane, CONFIG);
    await open(plane);
    forge.open(7, 'change', { state: 'closed' });
    await plane.deliver('pull_request', pullRequestEvent('closed', 7));
    await plane.settled();
    expect(forge.shown(head)).toEqual({ 'terrateam build-config': 'failure' });
    const { rows } = await plane.pool.query('select state from work_manifests');
    expect(rows).toEqual([{ state: 'aborted' }]);
    const left = await plane.pool.query('select from deliveries where processed_at is null');
    expect(left.rows).toEqual([]);
  });
});

describe('a build that fails', () => {
  test('is said once with what it printed; an event does not try it again, a comment does', async () => {
    await using plane = await startPlane();
    const { forge } = plane;
    const head = push(plane, CONFIG);
    let good = false;
    const work = worker(plane, {
      'build-config': ({ config }) => (good ? { config } : { msg: 'jq: error: no such file' }),
    });
    await open(plane);
    await work();
    expect(said(plane)).toEqual([expect.stringContaining('jq: error: no such file')]);
    expect(said(plane)[0]).toContain(`(${forge.runs[0]?.url})`);
    expect(forge.shown(head)).toEqual({
      'terrateam build-config': 'failure',
      'terrateam plan': 'failure',
    });
    await plane.deliver('pull_request', pullRequestEvent('reopened', 7));
    expect(await work()).toEqual([]);
    await plane.deliver('issue_comment', commentEvent(7, 'terrateam plan'));
    expect(typesOf(await work())).toEqual(['build-config']);
    expect(headings(plane)).toEqual(Array(2).fill('### The config builder failed'));
    good = true;
    await plane.deliver('issue_comment', commentEvent(7, 'terrateam plan'));
    expect(typesOf(await work())).toEqual(['build-config', 'plan']);
    expect(forge.shown(head)['terrateam plan']).toBe('success');
    expect(forge.reactions.map(({ reaction }) => reaction)).toEqual([
      'eyes',
      'confused',
      'eyes',
      'rocket',
    ]);
  });

  test.each([
    ['of a file outside', { files: [{ path: '../../etc/passwd' }] }, '../../etc/passwd'],
    ['of a name with NUL', { files: [{ path: 'a\0b' }] }, 'is no path of a file'],
    ['of too many files', { files: Array(200_001).fill({ path: 'a' }) }, 'more than 200000 files'],
    [
      'that nests too deep',
      JSON.parse(`{"files":${'['.repeat(1000)}${']'.repeat(1000)}}`),
      '200 deep',
    ],
  ])('by a tree %s plans nothing', async (_, result, shown) => {
    await using plane = await startPlane();
    push(plane, TREE);
    const work = worker(plane, { 'build-tree': () => result });
    await open(plane);
    expect(typesOf(await work())).toEqual(['build-tree', 'build-tree']);
    expect(said(plane)[0]).toContain(shown);
  });

  test('by a configuration that is not valid names what is wrong with it', async () => {
    await using plane = await startPlane();
    const head = push(plane, CONFIG);
    const work = worker(plane, { 'build-config': () => ({ config: { workflow: [] } }) });
    await open(plane);
    expect(typesOf(await work())).toEqual(['build-config']);
    expect(said(plane)[0]).toContain('`config_builder`, line 2');
    expect(said(plane)[0]).toContain('workflows');
    expect(plane.forge.shown(head)['terrateam build-config']).toBe('failure');
  });

  test('for want of a result is said like one', async () => {
    await using plane = await startPlane();
    const head = push(plane, CONFIG);
    await open(plane);
    const [run] = plane.forge.runs;
    await clientOf(plane, run ?? expect.fail('nothing was dispatched')).begin();
    await plane.deliver('workflow_run', workflowRunEvent(run?.id ?? '', 'failure'));
    await plane.settled();
    expect(said(plane)).toEqual([expect.stringContaining('Its CI job ended without a result.')]);
    expect(plane.forge.shown(head)['terrateam build-config']).toBe('failure');
  });

  test('because it could not be started says why', async () => {
    await using plane = await startPlane();
    push(plane, CONFIG);
    plane.forge.dispatchAnswers.push({ kind: 'workflow-missing' });
    await open(plane);
    expect(said(plane)).toEqual([expect.stringContaining('There is no workflow `terrateam.yml`')]);
  });

  test('with a result of another shape is refused naming the field', async () => {
    await using plane = await startPlane();
    push(plane, CONFIG);
    await open(plane);
    const client = clientOf(plane, plane.forge.runs[0] ?? expect.fail('nothing was dispatched'));
    await client.begin();
    const answer = await client.result({ steps: [] });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toContain('steps');
  });
});

describe('an index', () => {
  const BROKEN = {
    paths: {
      network: {
        modules: ['../app'],
        failures: { 'network/main.tf': { msg: 'a brace is missing', lnum: 3 } },
      },
    },
    success: false,
    version: 1,
  };

  test('without some files is used, and says which, once', async () => {
    await using plane = await startPlane();
    push(plane, INDEX, { 'network/main.tf': 'a', 'app/main.tf': 'b' });
    const work = worker(plane, { index: () => BROKEN });
    await open(plane);
    const [, plan] = await work();
    // A module is no root module; its caller is what is planned for it.
    expect(plan?.changed_dirspaces.map(({ path }) => path)).toEqual(['network']);
    await plane.deliver('pull_request', pullRequestEvent('reopened', 7));
    await plane.settled();
    const [first, second, ...more] = said(plane);
    expect(first).toContain('- `network/main.tf`, line 3: `a brace is missing`');
    expect(second).toContain('### Plan: 1 dirspace');
    expect(more).toEqual([]);
  });

  test('is made anew on demand, also where none is configured, and its files are named', async () => {
    await using plane = await startPlane();
    push(plane, '');
    let result: object = BROKEN;
    const work = worker(plane, { index: () => result });
    await open(plane);
    await work();
    await plane.deliver('issue_comment', commentEvent(7, 'terrateam index'));
    expect(typesOf(await work())).toEqual(['index']);
    expect(headings(plane).at(-1)).toBe('### Indexed, but for some files');
    result = EMPTY_INDEX;
    await plane.deliver('issue_comment', commentEvent(7, 'terrateam index'));
    expect(typesOf(await work())).toEqual(['index']);
    expect(headings(plane).at(-1)).toBe('### Indexed');
  });
});

describe('the organisation’s configuration', () => {
  test('gives defaults that a repository changes, and overrides that it does not', async () => {
    await using plane = await startPlane();
    const { forge } = plane;
    forge.central = {
      'config/defaults.yml': 'parallel_runs: 5\nbatch_runs:\n  enabled: true\n',
      'config/defaults.yaml': 'parallel_runs: 6\n',
      'config/infra/overrides.yml': 'hooks:\n  plan:\n    pre: [{ type: run, cmd: [always] }]\n',
    };
    push(plane, 'parallel_runs: 2\nhooks:\n  plan:\n    pre: [{ type: run, cmd: [own] }]\n');
    const work = worker(plane, {});
    await open(plane);
    const [plan] = await work();
    expect(plan?.config).toMatchObject({
      parallel_runs: 2,
      batch_runs: { enabled: true },
      hooks: { plan: { pre: [{ cmd: ['always'] }, { cmd: ['own'] }] } },
      cost_estimation: { enabled: true },
    });
    expect(said(plane).join('\n')).toContain('terrateam:config/defaults.yaml is not read');
  });

  test('takes the place of a repository’s when it says so, and errors name its file', async () => {
    await using plane = await startPlane();
    const { forge } = plane;
    forge.central = { 'config/infra/config.yml': 'parallel_runs: 5\n' };
    push(plane, 'no_such_key: 1\n');
    const work = worker(plane, {});
    await open(plane);
    expect((await work())[0]?.config).toMatchObject({ parallel_runs: 5 });
    forge.central = { 'config/infra/config.yml': 'no_such_key: 1\n' };
    await plane.deliver('issue_comment', commentEvent(7, 'terrateam plan'));
    await plane.settled();
    expect(said(plane).at(-1)).toContain('`terrateam:config/infra/config.yml`, line 1');
  });

  test('is none where its repository is empty', async () => {
    await using plane = await startPlane();
    const { forge } = plane;
    push(plane, '');
    forge.central = {};
    const empty = new ForgeError('Git Repository is empty.', { status: 409, retryable: false });
    const work = worker(plane, {});
    const branchTip = forge.branchTip.bind(forge);
    forge.branchTip = async (ref, branch) => {
      if (branch === 'terrateam') throw empty;
      return branchTip(ref, branch);
    };
    await open(plane);
    expect(typesOf(await work())).toEqual(['plan']);
  });

  test('takes one call where there is none', async () => {
    await using plane = await startPlane();
    push(plane, '');
    await open(plane);
    const calls = plane.forge.asked.filter((call) => call === 'repository');
    // One for the repository itself.
    expect(calls.length).toBe(2 * plane.forge.asked.filter((c) => c === 'pullRequest').length);
  });
});

describe('terrateam repo-config', () => {
  test('shows the configuration with where each value comes from, to anybody', async () => {
    await using plane = await startPlane();
    const { forge } = plane;
    forge.central = { 'config/defaults.yml': 'parallel_runs: 5\n' };
    push(plane, CONFIG);
    const work = worker(plane, {
      'build-config': () => ({ config: { batch_runs: { enabled: true } } }),
    });
    await open(plane);
    await plane.deliver('issue_comment', commentEvent(7, 'terrateam repo-config', 'mallory'));
    await work();
    const reply = said(plane).find((body) => body.startsWith('### The configuration'));
    expect(reply?.match(/^- .*/gm)).toEqual([
      '- `terrateam:config/defaults.yml` on `terrateam`',
      '- `config_builder`',
      '- `.terrateam/config.yml` on `main`',
      '- `.terrateam/config.yml` on `change`',
    ]);
    expect(reply).toContain('parallel_runs: 5 # terrateam:config/defaults.yml:1');
    expect(reply).toMatch(/enabled: true # config_builder:\d/);
    expect(reply).toContain('<details>');
  });

  test('says what is wrong with one that is not valid', async () => {
    await using plane = await startPlane();
    push(plane, 'parallel_run: 5\n');
    await open(plane);
    await plane.deliver('issue_comment', commentEvent(7, 'terrateam repo-config'));
    await plane.settled();
    expect(said(plane).at(-1)).toMatch(/^### The configuration\n\nIt is not valid:/);
  });
});

describe('what waits for a build', () => {
  test('is found again when a server that knows nothing of waiting has ended it', async () => {
    await using plane = await startPlane();
    push(plane, CONFIG);
    await open(plane);
    const { rows } = await plane.pool.query('select work_manifest_id as id from delivery_waits');
    expect(rows).toHaveLength(1);
    await plane.pool.query(
      `with result as (
         insert into work_manifest_results (work_manifest_id, accepted, body)
         values ($1, true, '{"config": {}}')
       )
       update work_manifests set state = 'completed', finished_at = now() where id = $1`,
      [rows[0].id],
    );
    await plane.pool.query(`select graphile_worker.add_job('reconcile')`);
    await plane.reconciled();
    await plane.settled();
    expect(plane.forge.runs).toHaveLength(2);
    const left = await plane.pool.query('select from delivery_waits');
    expect(left.rows).toEqual([]);
  });

  test.each([
    'evaluate:facts',
    'evaluate:written',
    'dispatch:attempted',
    'initiate:stored',
    'result:stored',
  ] as const)('is not lost by a server that fails at %s every second time', async (point) => {
    let times = 0;
    await using plane = await startPlane({
      onPoint: async (here) => {
        if (here !== point) return;
        times += 1;
        if (times % 2 === 1) throw new Error(`failing at ${here}`);
      },
    });
    push(plane, CONFIG);
    await open(plane);
    const [build] = plane.forge.runs;
    const client = clientOf(plane, build ?? expect.fail('nothing was dispatched'));
    const begun = await client.begin();
    if (begun.type !== 'build-config') await client.begin();
    const answer = await client.result({ config: {} });
    if (answer.statusCode !== 200) await client.result({ config: {} });
    await plane.settled();
    expect(times).toBeGreaterThan(1);
    const { rows } = await plane.pool.query('select type from work_manifests order by created_at');
    expect(rows.map(({ type }) => type)).toEqual(['build-config', 'plan']);
  });
});
