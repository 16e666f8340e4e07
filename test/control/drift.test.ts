import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ForgeError } from '../../src/forge/forge.ts';
import {
  commentEvent,
  type Plane,
  pullRequestEvent,
  pushEvent,
  startPlane,
} from './control-plane.ts';
import { type Manifest, runnerOf, step } from './runner-client.ts';

const FILES = { 'network/main.tf': 'a', 'app/main.tf': 'a' };
const HOURLY = 'drift: {enabled: true, schedules: {all: {schedule: hourly, tag_query: ""}}}\n';
const RECONCILE = HOURLY.replace('tag_query: ""', 'tag_query: "", reconcile: true');

let plane: Plane;
let worked: Set<string>;
beforeEach(async () => {
  plane = await startPlane();
  worked = new Set();
});
afterEach(() => plane[Symbol.asyncDispose]());

/** Puts a configuration on the default branch, and tells of it. */
async function push(config: string, files: Readonly<Record<string, string>> = FILES) {
  const sha = plane.forge.push('main', { ...files, '.terrateam/config.yml': config });
  await plane.deliver('push', pushEvent('main'));
  await plane.settled();
  return sha;
}

/** Lets the minute of the reconciler come. */
async function minute() {
  await plane.pool.query(`select graphile_worker.add_job('reconcile', '{}', job_key => 'now')`);
  await plane.reconciled();
  await plane.settled();
}

/** As if all schedules had been tried so much earlier. */
async function letPass(time: string) {
  await plane.pool.query(`update drift_schedules set tried_at = tried_at - $1::interval`, [time]);
}

type Bring = (manifest: Manifest) => object | null;

/** Works on every run that was dispatched and is not done; says what each was. */
async function work(bring: Bring = () => null): Promise<readonly Manifest[]> {
  const manifests: Manifest[] = [];
  for (;;) {
    const run = plane.forge.runs.find(({ id }) => !worked.has(id));
    if (!run) return manifests;
    worked.add(run.id);
    const client = runnerOf(plane.app, run, (branch) => plane.forge.branches.get(branch) ?? '');
    const manifest = await client.begin();
    const body = bring(manifest);
    if (body === null) await client.work(manifest);
    else expect((await client.result(body)).statusCode).toBe(200);
    manifests.push(manifest);
    await plane.settled();
  }
}

const inShort = (manifests: readonly Manifest[]) =>
  manifests.map(({ type, changed_dirspaces = [] }) =>
    [type, ...changed_dirspaces.map(({ path }) => path)].join(' '),
  );

async function schedules() {
  const { rows } = await plane.pool.query<{ name: string; problem: string | null }>(
    'select name, problem from drift_schedules order by name',
  );
  return rows;
}

async function driftRuns(): Promise<number> {
  return (await plane.pool.query('select from drift_runs')).rows.length;
}

const WINDOWED = (name: string, from: Date) => {
  const time = (hours: number) =>
    `${new Date(from.getTime() + hours * 3_600_000).toISOString().slice(11, 16)} UTC`;
  const window = `{start: "${time(0)}", end: "${time(1)}"}`;
  return `${name}: {schedule: daily, tag_query: "", window: ${window}}`;
};

describe('a schedule of the default branch', () => {
  test('begins at once, and again in its next slot only', async () => {
    const sha = await push(HOURLY);
    const [plan, ...rest] = await work();
    expect(rest).toEqual([]);
    expect(plan).toMatchObject({
      type: 'plan',
      run_kind: 'drift',
      base_ref: 'main',
      head_sha: sha,
      checkout: { ref: 'refs/heads/main', sha },
      changed_dirspaces: [{ path: 'app' }, { path: 'network' }],
    });
    expect(plan).not.toHaveProperty('run_kind_data');
    expect(plane.forge.runs[0]?.branch).toBe('main');
    expect(plane.forge.comments).toEqual([]);
    expect(plane.forge.statuses).toEqual([]);
    await minute();
    expect(await work()).toEqual([]);
    await letPass('1 hour');
    await minute();
    expect(inShort(await work())).toEqual(['plan app network']);
  });

  test('begins at once when it is edited, is gone when it is removed, and others stay', async () => {
    const two = (query: string) =>
      `drift: {enabled: true, schedules: {a: {schedule: monthly, tag_query: "${query}"}, b: {schedule: monthly, tag_query: "dir:app"}}}\n`;
    await push(two('dir:network'));
    expect(inShort(await work()).sort()).toEqual(['plan app', 'plan network']);
    await push(two('dir:app or dir:network'));
    expect(inShort(await work())).toEqual(['plan app network']);
    await push(HOURLY);
    expect(await schedules()).toEqual([{ name: 'all', problem: null }]);
    await push('enabled: true\n');
    expect(await schedules()).toEqual([]);
  });

  test('begins in its window only', async () => {
    const hour = 3_600_000;
    const now = Date.now();
    const open = WINDOWED('open', new Date(now - hour / 2));
    const closed = WINDOWED('closed', new Date(now + 2 * hour));
    await push(`drift: {enabled: true, schedules: {${open}, ${closed}}}\n`);
    await minute();
    expect(await driftRuns()).toBe(1);
    expect(await schedules()).toHaveLength(2);
  });

  test('is not begun twice by two servers in one slot', async () => {
    await push(HOURLY);
    await work();
    await letPass('1 hour');
    await using _second = await plane.another();
    await plane.pool.query(
      `select graphile_worker.add_job('reconcile', '{}', job_key => 'now ' || i) from generate_series(1, 8) i`,
    );
    await plane.reconciled();
    await plane.settled();
    expect(await driftRuns()).toBe(2);
    expect(inShort(await work())).toEqual(['plan app network']);
  });

  test('is left alone where the repository is archived', async () => {
    await push(HOURLY);
    await work();
    await letPass('1 hour');
    plane.forge.archived = true;
    await minute();
    expect(await work()).toEqual([]);
    expect(await schedules()).toEqual([{ name: 'all', problem: null }]);
  });

  test('that cannot begin says why, stays with the others, and is tried again in its next slot', async () => {
    await push(HOURLY);
    await work();
    plane.forge.push('main', { ...FILES, '.terrateam/config.yml': 'drift: 5\n' });
    await letPass('1 hour');
    await minute();
    expect(await work()).toEqual([]);
    expect(await schedules()).toEqual([
      { name: 'all', problem: expect.stringContaining('.terrateam/config.yml:1') },
    ]);
    plane.forge.push('main', { ...FILES, '.terrateam/config.yml': HOURLY });
    await minute();
    expect(await work()).toEqual([]);
    await letPass('1 hour');
    await minute();
    expect(inShort(await work())).toEqual(['plan app network']);
    expect(await schedules()).toEqual([{ name: 'all', problem: null }]);
  });

  test('waits for a forge that is away, and does not for one that refuses', async () => {
    await push(HOURLY);
    await work();
    await letPass('1 hour');
    plane.forge.failNext('branchTip', new ForgeError('no', { status: 403, retryable: false }));
    await minute();
    expect(await schedules()).toEqual([{ name: 'all', problem: 'no' }]);
    await letPass('1 hour');
    plane.forge.failNext('branchTip');
    await minute();
    expect(inShort(await work())).toEqual(['plan app network']);
    expect(await schedules()).toEqual([{ name: 'all', problem: null }]);
  });

  test('is read when a pull request merges, also when nothing tells of the push', async () => {
    plane.forge.push('change', { ...FILES, '.terrateam/config.yml': HOURLY });
    plane.forge.open(7, 'change');
    plane.forge.push('main', { ...FILES, '.terrateam/config.yml': HOURLY });
    const merged = { state: 'merged', mergeSha: 'f'.repeat(40), mergedAt: Date.now() } as const;
    plane.forge.open(7, 'change', merged);
    await plane.deliver('pull_request', pullRequestEvent('closed', 7));
    await plane.settled();
    expect(await schedules()).toHaveLength(1);
  });

  test('of another branch than the default one counts for nothing', async () => {
    plane.forge.push('other', { ...FILES, '.terrateam/config.yml': HOURLY });
    await plane.deliver('push', pushEvent('other'));
    await plane.settled();
    expect(await schedules()).toEqual([]);
  });
});

/** A result of a plan in which these dirspaces have changes, and the others none. */
function planned({ changed_dirspaces }: Manifest, ...changed: readonly string[]) {
  const steps = changed_dirspaces.map(({ path }) => {
    const has_changes = changed.includes(path);
    const payload = { plan: '', has_changes, text: has_changes ? 'One to add.' : 'No changes.' };
    return step('plan', path, 'default', { payload });
  });
  return { steps };
}

async function counted(): Promise<Record<string, number>> {
  const metric = await plane.registry.getSingleMetric('terrane_drift_dirspaces_total')?.get();
  return Object.fromEntries(
    (metric?.values ?? []).map(({ labels, value }) => [String(labels.result), value]),
  );
}

describe('what a drift run finds', () => {
  test('is counted, and left as it is', async () => {
    await push(HOURLY);
    expect(inShort(await work((plan) => planned(plan, 'app')))).toEqual(['plan app network']);
    const { rows } = await plane.pool.query(
      'select dir, success, has_changes from work_manifest_dirspaces order by dir',
    );
    expect(rows).toEqual([
      { dir: 'app', success: true, has_changes: true },
      { dir: 'network', success: true, has_changes: false },
    ]);
    expect(await counted()).toEqual({ drifted: 1, clean: 1, failed: 0 });
  });

  test('is applied where its schedule reconciles, by the plans that were made', async () => {
    const sha = await push(RECONCILE);
    const [plan, apply, ...rest] = await work();
    expect(rest).toEqual([]);
    expect(inShort([plan, apply].flatMap((one) => one ?? []))).toEqual([
      'plan app network',
      'apply app network',
    ]);
    expect(apply).toMatchObject({ run_kind: 'drift', head_sha: sha });
    expect(await counted()).toEqual({ drifted: 2, clean: 0, failed: 0, reconciled: 2 });
    expect(plane.forge.comments).toEqual([]);
  });

  test('is left where its plan asks for an approval: there is nobody to ask', async () => {
    await push(RECONCILE);
    const [run] = plane.forge.runs;
    if (!run) throw new Error('nothing was dispatched');
    worked.add(run.id);
    const client = runnerOf(plane.app, run, (branch) => plane.forge.branches.get(branch) ?? '');
    const { changed_dirspaces } = await client.begin();
    for (const { path } of changed_dirspaces) await client.storePlan(path, 'plan');
    const steps = changed_dirspaces.map(({ path }) => step('plan', path));
    await client.result({ steps, gates: [{ token: 'x', dir: 'app', workspace: 'default' }] });
    await plane.settled();
    expect(inShort(await work())).toEqual(['apply network']);
  });

  test('is applied by its own plan, once', async () => {
    await push(RECONCILE);
    const [run] = plane.forge.runs;
    if (!run) throw new Error('nothing was dispatched');
    const tip = (branch: string) => plane.forge.branches.get(branch) ?? '';
    await runnerOf(plane.app, run, tip).work();
    await plane.settled();
    const apply = plane.forge.runs[1];
    if (!apply) throw new Error('nothing is applied');
    const client = runnerOf(plane.app, apply, tip);
    const manifest = await client.begin();
    const data = Buffer.from('plan of app').toString('base64');
    expect((await client.fetchPlan('app')).json()).toEqual({ data });
    await client.work(manifest);
    expect((await client.fetchPlan('app')).statusCode).toBe(403);
    const { rows } = await plane.pool.query(`select sealed, used_by from plans where dir = 'app'`);
    expect(rows).toEqual([{ sealed: null, used_by: client.id }]);
  });

  test('is applied layer by layer, each by plans made since the one before', async () => {
    const sha = await push(
      `${RECONCILE}dirs: {app: {when_modified: {depends_on: "dir:network"}}}\n`,
    );
    const manifests = await work();
    expect(inShort(manifests)).toEqual([
      'plan app network',
      'apply network',
      'plan app',
      'apply app',
    ]);
    expect(manifests.map(({ head_sha }) => head_sha)).toEqual([sha, sha, sha, sha]);
  });

  test('is left behind an apply that failed', async () => {
    await push(`${RECONCILE}dirs: {app: {when_modified: {depends_on: "dir:network"}}}\n`);
    const failing = ({ type }: Manifest) =>
      type === 'apply'
        ? { steps: [step('apply', 'network', 'default', { success: false })] }
        : null;
    expect(inShort(await work(failing))).toEqual(['plan app network', 'apply network']);
  });

  test('is not applied over what was pushed since', async () => {
    await push(RECONCILE);
    const moved = { ...FILES, 'network/main.tf': 'b', '.terrateam/config.yml': RECONCILE };
    plane.forge.push('main', moved);
    expect(inShort(await work())).toEqual(['plan app network', 'apply app']);
  });

  test('is left to a pull request that holds it locked', async () => {
    const config = { '.terrateam/config.yml': RECONCILE };
    plane.forge.push('main', { ...FILES, ...config });
    plane.forge.push('change', { ...FILES, ...config, 'network/main.tf': 'b' });
    plane.forge.open(7, 'change');
    await plane.deliver('pull_request', pullRequestEvent('opened', 7));
    await plane.settled();
    await work();
    await plane.deliver('issue_comment', commentEvent(7, 'terrateam apply'));
    await plane.settled();
    expect(inShort(await work())).toEqual(['apply network']);
    await push(RECONCILE);
    expect(inShort(await work())).toEqual(['plan app network', 'apply app']);
  });

  test('makes the older plan of a pull request useless once it is applied', async () => {
    plane.forge.push('change', { ...FILES, 'network/main.tf': 'b' });
    plane.forge.open(7, 'change');
    await plane.deliver('pull_request', pullRequestEvent('opened', 7));
    await plane.settled();
    expect(inShort(await work())).toEqual(['plan network']);
    await push(RECONCILE);
    expect(inShort(await work())).toEqual(['plan app network', 'apply app network']);
    await plane.deliver('issue_comment', commentEvent(7, 'terrateam apply'));
    await plane.settled();
    expect(plane.forge.comments.at(-1)?.body).toContain('### Plan first');
  });
});

describe('a drift run under way', () => {
  test('is in the way of an apply, which says so, and of no plan', async () => {
    plane.forge.push('change', { ...FILES, 'network/main.tf': 'b' });
    plane.forge.open(7, 'change');
    await push(HOURLY);
    await plane.deliver('pull_request', pullRequestEvent('opened', 7));
    await plane.settled();
    const [drift, plan] = plane.forge.runs;
    worked.add(drift?.id ?? '');
    expect(inShort(await work())).toEqual(['plan network']);
    expect(plan?.branch).toBe('change');
    await plane.deliver('issue_comment', commentEvent(7, 'terrateam apply'));
    await plane.settled();
    const said = plane.forge.comments.at(-1)?.body ?? '';
    expect(said).toContain('### Another run is in the way');
    expect(said).toContain('it looks for drift');
    expect(said).toContain('`terrateam unlock drift`');
  });

  test('waits for that of another schedule, and what it finds then is applied', async () => {
    const schedule = 'schedule: hourly, tag_query: ""';
    const both = `first: {${schedule}, reconcile: true}, second: {${schedule}}`;
    await push(`drift: {enabled: true, schedules: {${both}}}\n`);
    expect(plane.forge.runs).toHaveLength(1);
    expect(await driftRuns()).toBe(2);
    expect(inShort(await work())).toEqual([
      'plan app network',
      'plan app network',
      'apply app network',
    ]);
  });

  test('is not begun again beside itself', async () => {
    await push(HOURLY);
    await letPass('1 hour');
    await minute();
    expect(await driftRuns()).toBe(2);
    expect(plane.forge.runs).toHaveLength(1);
  });

  test('is called off by unlock drift, and nothing comes of it', async () => {
    plane.forge.push('change', { ...FILES, 'network/main.tf': 'b' });
    plane.forge.open(7, 'change');
    await push(RECONCILE.replace('hourly', 'daily'));
    await plane.deliver('issue_comment', commentEvent(7, 'terrateam unlock drift'));
    await plane.settled();
    expect(plane.forge.comments.at(-1)?.body).toContain('Drift runs that were waiting or running');
    expect(plane.forge.reactions.at(-1)?.reaction).toBe('rocket');
    const { rows } = await plane.pool.query('select state from work_manifests');
    expect(rows).toEqual([{ state: 'aborted' }]);
    expect(plane.forge.cancelled).toEqual([plane.forge.runs[0]?.id]);
    expect(inShort(await work())).toEqual(['done']);
    expect(plane.forge.runs).toHaveLength(1);
  });

  test('that is lost is given up, and its schedule goes on', async () => {
    await push(HOURLY);
    plane.forge.runs.length = 0;
    await plane.pool.query(
      `update work_manifests set created_at = created_at - interval '1 hour', dispatched_at = dispatched_at - interval '1 hour'`,
    );
    await letPass('1 hour');
    await minute();
    const { rows } = await plane.pool.query('select state from work_manifests order by created_at');
    expect(rows[0]).toEqual({ state: 'failed' });
    expect(await counted()).toMatchObject({ failed: 2 });
    await letPass('1 hour');
    await minute();
    expect(inShort(await work())).toContain('plan app network');
  });

  test('has its configuration built first, once for a commit', async () => {
    await push(`${HOURLY}indexer: {enabled: true}\n`);
    const index = ({ type }: Manifest) =>
      type === 'index' ? { paths: {}, symlinks: {}, success: true, version: 1 } : null;
    const [first, plan] = await work(index);
    expect(first).toMatchObject({
      type: 'index',
      run_kind: 'drift',
      checkout: { ref: 'refs/heads/main' },
    });
    expect(plan).toMatchObject({ type: 'plan', run_kind: 'drift' });
    await letPass('1 hour');
    await minute();
    expect(inShort(await work(index))).toEqual(['plan app network']);
  });

  test('whose build fails ends with that', async () => {
    await push(`${HOURLY}config_builder: {enabled: true, script: ./config}\n`);
    expect(inShort(await work(() => ({ msg: 'no python' })))).toEqual(['build-config']);
    expect(await schedules()).toEqual([
      { name: 'all', problem: expect.stringContaining('build-config') },
    ]);
  });
});
